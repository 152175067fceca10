"""The ways out: a mail server, a folder of e-mails, a webhook. Each tells once, or raises Undelivered."""
