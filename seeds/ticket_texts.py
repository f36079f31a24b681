"""What people write to the service desk and what it answers, in English and Chinese."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from seeds.desk import Desk, Ticket
from seeds.world import World
from seeds.writing import stamps

URL = "https://lantern.zendesk.com/api/v2"
#: topic: tag, English subject and text, Chinese subject and text
TOPICS = (
    ("delivery", "Where is my order {n}?", "My order {n} has not arrived yet. Can you look into it?", "订单{n}还没到", "我的订单{n}一直没有收到，请帮我查一下物流。"),  # noqa: E501
    ("damaged", "Damaged on arrival: {n}", "The parcel of order {n} was crushed and a cup is broken.", "订单{n}收到时已破损", "快递盒压坏了，杯子碎了一个，请尽快处理。"),  # noqa: E501
    ("refund", "Refund for order {n}", "I sent the goods of {n} back. When will I get my money?", "订单{n}申请退款", "商品已经寄回，请问什么时候退款？"),  # noqa: E501
    ("invoice", "Invoice for {n}", "Could you send me an invoice with our company name for {n}?", "订单{n}需要发票", "请开具增值税发票，抬头是公司名称，谢谢。"),  # noqa: E501
    ("product", "How do I use this grinder?", "Which setting is right for a pour-over? Thanks a lot, I love it.", "手冲咖啡怎么研磨？", "请问手冲应该用几号刻度？东西很好，非常喜欢。"),  # noqa: E501
    ("address", "Wrong address on {n}", "Please change the delivery address of order {n}, I moved.", "订单{n}修改地址", "我搬家了，麻烦修改一下收货地址。"),  # noqa: E501
    ("discount", "My code does not work", "The code from your e-mail is refused at the checkout. Annoying.", "优惠码无法使用", "结账时提示优惠码无效，体验很差。"),  # noqa: E501
)  # fmt: skip
REPLIES = (
    "Thank you for writing. We are looking into it.",
    "Sorry about that! A replacement is on its way.",
    "您好，已为您核实，请稍候。",
    "非常抱歉给您带来不便，我们会尽快处理。",
)
THANKS = ("Thank you.", "Any news?", "好的，谢谢。", "怎么还没有结果？")
DONE = ("This is settled now. Have a good day!", "问题已解决，祝您生活愉快。")
GOOD = ("Very helpful", "Quick answer, thank you", "客服很耐心，满意", "处理很快")
BAD = ("I waited far too long", "Nobody read my message", "等了太久，很失望", "态度不好")
PRIORITIES = ("low", "normal", "normal", "high", None, "urgent")


def remark(rating: str, *, is_chinese: bool, number: int) -> str:
    """What a customer says with a rating."""
    words = GOOD if rating == "good" else BAD
    return words[(2 if is_chinese else 0) + number % 2]


def order_number(world: World, order: int) -> str:
    """The number a customer knows an order by."""
    sequence = int(world.orders.sequence[order])
    return f"#{1001 + sequence}" if world.orders.shop[order] == 0 else str(20_011 + sequence * 3)


def _words(world: World, ticket: Ticket) -> tuple[str, str]:
    topic = TOPICS[ticket.topic]
    number = order_number(world, ticket.order)
    subject, text = (topic[3], topic[4]) if ticket.is_chinese else (topic[1], topic[2])
    return subject.format(n=number), text.format(n=number)


def _moment(at: int) -> str:
    return stamps(np.array([at], dtype=np.int64))[0] + "Z"


def tickets(world: World, desk: Desk) -> Iterator[dict[str, Any]]:
    """Tickets with their metric sets side-loaded, as `include=metric_sets` gives them."""
    for ticket in desk.tickets:
        subject, text = _words(world, ticket)
        look = desk.looks[ticket.person]
        latest = max(ticket.created_at, ticket.replied_at, ticket.answered_at, ticket.solved_at)
        minutes = (ticket.replied_at - ticket.created_at) // 60 if ticket.replied_at else None
        rating: dict[str, Any] = {"score": ticket.rating}
        by_mail = ticket.channel == "email" and look.email
        yield {
            "url": f"{URL}/tickets/{ticket.id}.json",
            "id": ticket.id,
            "external_id": None,
            "via": {
                "channel": ticket.channel,
                "source": {"from": {"address": look.email, "name": look.full} if by_mail else {}},
            },
            "created_at": _moment(ticket.created_at),
            "updated_at": _moment(latest),
            "type": ("question", "incident", "problem", None)[ticket.id % 4],
            "subject": subject,
            "raw_subject": subject,
            "description": text,
            "priority": PRIORITIES[ticket.id % len(PRIORITIES)],
            "status": ticket.status,
            "requester_id": desk.users[ticket.person],
            "submitter_id": desk.users[ticket.person],
            "assignee_id": ticket.agent if ticket.replied_at else None,
            "organization_id": None,
            "group_id": ticket.group,
            "tags": [TOPICS[ticket.topic][0], "zh" if ticket.is_chinese else "en"],
            "custom_fields": [{"id": 26_155_630, "value": order_number(world, ticket.order)}],
            "satisfaction_rating": rating,
            "metric_set": {
                "replies": 2 if ticket.solved_at else int(bool(ticket.replied_at)),
                "reply_time_in_minutes": {"calendar": minutes},
                "solved_at": _moment(ticket.solved_at) if ticket.solved_at else None,
            },
        }


def comments(world: World, desk: Desk) -> Iterator[dict[str, Any]]:
    """Every comment; a customer's names its sender in `via.source.from`, an agent's does not."""
    for ticket in desk.tickets:
        shift = 2 if ticket.is_chinese else 0
        _, text = _words(world, ticket)
        said = [(ticket.created_at, False, text)]
        said.append((ticket.replied_at, True, REPLIES[shift + ticket.id % 2]))
        said.append((ticket.answered_at, False, THANKS[shift + ticket.id % 2]))
        said.append((ticket.solved_at, True, DONE[shift // 2]))
        for number, (at, is_agent, body) in enumerate(said):
            if at:
                yield _comment(desk, ticket, number, at, is_agent=is_agent, body=body)


def _comment(
    desk: Desk, ticket: Ticket, number: int, at: int, *, is_agent: bool, body: str
) -> dict[str, Any]:
    look = desk.looks[ticket.person]
    sender = {} if is_agent else {"name": look.full, "address": look.email or None}
    key = 33_100_000_000_001 + ticket.id * 4096 + 2048 + number
    return {
        "id": key,
        "type": "Comment",
        "ticket_id": ticket.id,
        "author_id": ticket.agent if is_agent else desk.users[ticket.person],
        "body": body,
        "plain_body": body,
        "public": not (is_agent and number == 3 and ticket.id % 9 == 0),
        "attachments": [],
        "audit_id": 33_100_000_000_001 + ticket.id * 4096 + number * 16,
        "via": {"channel": ticket.channel, "source": {"from": sender, "to": {}, "rel": None}},
        "created_at": _moment(at),
    }
