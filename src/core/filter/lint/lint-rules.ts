import { missingPattern, noFilters, objectForText, tooManyFilters } from "./lint-container.ts";
import type { AnyRule } from "./lint-rule.ts";
import { absenceAndLists } from "./rules/absence-and-lists.ts";
import { base64Text } from "./rules/base64-text.ts";
import { beyondLambda } from "./rules/beyond-lambda.ts";
import { deadBranch } from "./rules/dead-branch.ts";
import { deadFilter } from "./rules/dead-filter.ts";
import { deadValue } from "./rules/dead-value.ts";
import { dottedKey } from "./rules/dotted-key.ts";
import { emptyContainer } from "./rules/empty-container.ts";
import { everythingDelivered } from "./rules/everything-delivered.ts";
import { literalText } from "./rules/literal-text.ts";
import { notAPattern } from "./rules/not-a-pattern.ts";
import { numberPrecision } from "./rules/number-precision.ts";
import { emptyRange, upperBoundFirst } from "./rules/numeric-range.ts";
import { operatorAsField } from "./rules/operator-as-field.ts";
import { kafkaMetadata, outsideValue } from "./rules/outside-value.ts";
import { overriddenPath } from "./rules/overridden-path.ts";
import { longPattern, unknownPattern } from "./rules/pattern-text.ts";
import { scalarLeaf } from "./rules/scalar-leaf.ts";
import { tautology } from "./rules/tautology.ts";
import { textValue } from "./rules/text-value.ts";
import { tooLarge } from "./rules/too-large.ts";
import { twoOperators } from "./rules/two-operators.ts";
import { typeAndCase } from "./rules/type-and-case.ts";
import { unknownOperator } from "./rules/unknown-operator.ts";
import { valueAndObject } from "./rules/value-and-object.ts";
import { wrongCidr } from "./rules/wrong-cidr.ts";
import { wrongOperand } from "./rules/wrong-operand.ts";
import { wrongOr } from "./rules/wrong-or.ts";
import { wrongWildcard } from "./rules/wrong-wildcard.ts";

/** All that lint checks of filters, by id. `docs/findings.md` is tested against it. */
export const lintRules: readonly AnyRule[] = [
  notAPattern,
  scalarLeaf,
  emptyContainer,
  unknownOperator,
  emptyRange,
  twoOperators,
  wrongOperand,
  upperBoundFirst,
  wrongWildcard,
  wrongCidr,
  numberPrecision,
  wrongOr,
  tooLarge,
  outsideValue,
  kafkaMetadata,
  operatorAsField,
  beyondLambda,
  deadValue,
  tautology,
  overriddenPath,
  dottedKey,
  deadBranch,
  base64Text,
  literalText,
  deadFilter,
  textValue,
  typeAndCase,
  absenceAndLists,
  valueAndObject,
  everythingDelivered,
  tooManyFilters,
  noFilters,
  missingPattern,
  longPattern,
  unknownPattern,
  objectForText,
];
