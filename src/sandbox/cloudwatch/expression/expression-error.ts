/** Why an expression is none, or cannot be computed; the caller says which query it stands in. */
export class ExpressionError extends Error {}
