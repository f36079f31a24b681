"""Name lists of the sample company, English, German, French and Chinese."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Words written "characters/pinyin"."""
    halves = (word.partition("/") for word in text.split())
    return tuple((native, latin) for native, _, latin in halves)


ENGLISH_WOMEN = _words("""
    Olivia Emma Charlotte Amelia Sophia Isabella Grace Hannah Alice Ruby Nora Hazel Chloe Zoe
    Lucy Violet Maya Naomi Clara Elena Jade Rose Iris Julia Caroline Katherine Margaret Susan
    Deborah Priya Fatima Aisha Maria Rachel Sarah
""")
ENGLISH_MEN = _words("""
    Liam Noah Oliver James William Henry Lucas Benjamin Theodore Jack Daniel Michael Owen Samuel
    David Joseph John Luke Isaac Thomas Charles Robert Edward George Arthur Harold Stephen Peter
    Omar Raj Carlos Andrew Christopher Jonathan Matthew
""")
ENGLISH_FAMILIES = _words("""
    Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin
    Jackson Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill
    Green Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans
    Edwards Collins Stewart Morris Murphy Cook Rogers Reed Cooper Bailey Bell Kelly Howard Ward
    Cox Richardson Wood Watson Brooks Bennett Gray Hughes Price O'Brien MacDonald Patel Khan
""")
GERMAN_WOMEN = _words("""
    Anna Lena Marie Sophie Katharina Julia Laura Lea Johanna Greta Ursula Heike
""")
GERMAN_MEN = _words("""
    Lukas Jonas Felix Maximilian Paul Stefan Jürgen Matthias Florian Tobias Uwe
""")
GERMAN_FAMILIES = _words("""
    Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Richter
    Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hartmann Lange Krause Lehmann
""")
FRENCH_WOMEN = _words("""
    Camille Léa Manon Chloé Inès Juliette Élise Margaux Hélène Sylvie Claire
""")
FRENCH_MEN = _words("""
    Louis Gabriel Hugo Arthur Jules Étienne Antoine Mathieu Pierre Nicolas Rémi
""")
FRENCH_FAMILIES = _words("""
    Martin Bernard Dubois Thomas Robert Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel
    Garcia Bertrand Roux Vincent Fournier Morel Girard André Mercier Blanc Guérin
""")

#: characters and pinyin
CHINESE_FAMILIES = _pairs("""
    王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen 杨/Yang 赵/Zhao 黄/Huang
    周/Zhou 吴/Wu 徐/Xu 孙/Sun 胡/Hu 朱/Zhu 高/Gao 林/Lin 何/He 郭/Guo
    马/Ma 罗/Luo 梁/Liang 宋/Song 郑/Zheng 谢/Xie 韩/Han 唐/Tang 冯/Feng
    于/Yu 董/Dong 萧/Xiao 程/Cheng 曹/Cao 袁/Yuan 邓/Deng 许/Xu 傅/Fu
""")
CHINESE_WOMEN = _pairs("""
    芳/Fang 秀英/Xiuying 娜/Na 敏/Min 静/Jing 丽/Li 艳/Yan 娟/Juan 霞/Xia
    婷/Ting 雪/Xue 玉兰/Yulan 欣怡/Xinyi 梓涵/Zihan 雨桐/Yutong 思琪/Siqi
    佳怡/Jiayi 晓雯/Xiaowen 美玲/Meiling 淑华/Shuhua 诗涵/Shihan 可馨/Kexin
""")
CHINESE_MEN = _pairs("""
    伟/Wei 强/Qiang 磊/Lei 军/Jun 洋/Yang 勇/Yong 杰/Jie 涛/Tao 超/Chao
    明/Ming 刚/Gang 建国/Jianguo 志强/Zhiqiang 浩然/Haoran 子轩/Zixuan
    宇航/Yuhang 俊杰/Junjie 文博/Wenbo 天佑/Tianyou 国庆/Guoqing 晨/Chen
    鹏/Peng
""")

JOB_TITLES = (
    "Purchasing Manager",
    "Office Manager",
    "Head of Operations",
    "Founder",
    "Finance Director",
    "Marketing Lead",
    "采购经理",
    "行政主管",
    "Barista Trainer",
    "Facilities Coordinator",
)

COMPANY_WORDS = _words("""
    Harbour Granite Willow Beacon Cedar Orchard Summit River Copper Maple Anchor Falcon Meadow
    Quarry Lantern Saffron Juniper Atlas Northgate Silver
""")
COMPANY_KINDS = _words("""
    Studios Hotels Logistics Clinics Offices Kitchens Labs Partners Schools
""")
CHINESE_COMPANY_WORDS = _pairs("""
    云杉/yunshan 海棠/haitang 远山/yuanshan 青禾/qinghe 星河/xinghe
    明德/mingde 和风/hefeng 金桥/jinqiao 松果/songguo 白鹭/bailu
""")
CHINESE_COMPANY_KINDS = _pairs("""
    酒店/hotel 科技/tech 教育/edu 贸易/trade 餐饮/food
""")
