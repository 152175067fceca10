"""What notices is asked to do: one function a use case, each an answer that says where the thing stands then."""
