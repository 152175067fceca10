"""The published language: what services tell each other and the world. `contracts.<service>.CONTRACTS` lists it."""
