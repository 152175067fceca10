"""The demonstration: an invented city, its year 2019 as it was counted, and a week in the middle of the work.

All of it goes through the services' own use cases, each at its own hour, by people of the city (`writing`); what they
write is composed from `texts.yaml` (`composing`), who writes how much is in `amounts`, what becomes of a message in
2019 in `past`, what lies on the desks now in `current`.
"""
