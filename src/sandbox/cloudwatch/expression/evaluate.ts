import { ExpressionError } from "./expression-error.ts";
import { mathFunctions, type Surroundings } from "./functions.ts";
import type { Expression } from "./parse.ts";
import { combine, ofList, type Series, scalar, type Value } from "./values.ts";

/** Throws ExpressionError. */
export function evaluate(expression: Expression, around: Surroundings): Value {
  switch (expression.kind) {
    case "number":
      return scalar(expression.value);
    case "text":
      return expression;
    case "id":
      // The only bare word that is no id: how FILL names its way of filling.
      return expression.name === "REPEAT" ? { kind: "text", text: "REPEAT" } : around.resultOf(expression.name);
    case "negation":
      return combine("-", scalar(0), evaluate(expression.operand, around));
    case "binary":
      return combine(expression.operator, evaluate(expression.left, around), evaluate(expression.right, around));
    case "list":
      return ofList(expression.items.flatMap((item) => seriesIn(evaluate(item, around))));
    case "call": {
      const apply = mathFunctions.get(expression.name);
      if (apply === undefined) throw new ExpressionError(`Unknown function ${expression.name}`);
      return apply(
        expression.arguments.map((argument) => evaluate(argument, around)),
        around,
      );
    }
  }
}

function seriesIn(value: Value): readonly Series[] {
  if (value.kind === "series") return [value.series];
  if (value.kind === "list") return value.list;
  throw new ExpressionError("A list holds time series");
}
