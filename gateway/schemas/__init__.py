"""The shapes of requests and answers, one module per part of the API; OpenAPI is written from them."""
