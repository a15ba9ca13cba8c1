"""What an expression comes to that is calculated from numbers alone."""

from __future__ import annotations

from tritonfleet.checks.promql.syntax import Binary, Call, Expression, Negation, Number


def number(expression: Expression) -> float | None:
    """The value of an expression that is calculated from numbers alone."""
    match expression:
        case Number(value=value):
            return value
        case Negation(expression=inner):
            positive = number(inner)
            return None if positive is None else -positive
        case Binary(operator=operator, left=left, right=right):
            return _calculated(operator, number(left), number(right))
        case Call(function="vector", arguments=(inner,)):
            return number(inner)
        case _:
            return None


def _calculated(operator: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    try:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right
            case "^":
                return float(left**right)
    except (ArithmeticError, TypeError, ValueError):
        pass
    return None
