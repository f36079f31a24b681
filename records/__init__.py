"""The system of record: what people enter, who may do what, and what runs did."""
