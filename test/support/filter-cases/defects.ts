import type { Dice } from "./dice.ts";

const operands = [
  ...['"a"', '""', "1", "true", "null", "{}", "[]", '["a"]', "[1]", '["a",1]', "[null]", '[["a"]]', '{"prefix":"a"}', '{"prefix":""}'],
  ...[
    '{"suffix":[]}',
    '{"suffix":1}',
    '{"equals-ignore-case":1}',
    '{"equals-ignore-case":["a"]}',
    '{"wildcard":"a**"}',
    '{"wildcard":["a*"]}',
  ],
  ...[
    '{"numeric":["=",1]}',
    '[">",1]',
    '["<",1,">",0]',
    '[">",1,"<",1]',
    '[">=",1,"<=",1]',
    '[">",1,"<",2,"<",3]',
    '["!=",1]',
    '[">","1"]',
    '[">"]',
  ],
  ...[
    '"10.0.0.0/8"',
    '"10.0.0.0/32"',
    '"10.0.0.0"',
    '"a/8"',
    '"10.0.0.0/a"',
    '"::/128"',
    '"**"',
    '"a\\\\b"',
    '"a\\\\*"',
    '"\\\\"',
    "1e400",
    "[1e400]",
  ],
];

const operators = [
  ...["prefix", "suffix", "exists", "numeric", "anything-but", "equals-ignore-case", "wildcard", "cidr", "exactly"],
  ...["Prefix", "regex", "$or", "", "not-wildcard", "anything_but"],
];

const shapes = [
  ...[
    "[]",
    "{}",
    "null",
    '"a"',
    "1",
    "true",
    "[1]",
    '{"a":1}',
    '{"a":"x"}',
    '{"a":[]}',
    '{"a":{}}',
    '{"a":[[]]}',
    '{"a":[["x"]]}',
    "",
    " ",
    "{",
  ],
  ...[
    '{"a":["x"]} x',
    '{"a":["x"]}}',
    '{"a":["x"],}',
    '{"a":["x",]}',
    '{a:["x"]}',
    "{'a':['x']}",
    '{"a":["x"]',
    '{"a":[01]}',
    '{"a":[.5]}',
  ],
  ...['{"$or":[]}', '{"$or":[{"a":["x"]}]}', '{"$or":{"a":["x"]}}', '{"$or":[{"a":["x"]},1]}', '{"$or":[{"a":["x"]},{}]}', '{"$or":["x"]}'],
  ...[
    '{"$or":[{"a":["x"]},{"prefix":["x"]}]}',
    '{"$or":[{"a":["x"]},{"a":{"numeric":["x"]}}]}',
    '{"a":{"$or":["x"]}}',
    '{"a":[{"$or":["x"]}]}',
  ],
  ...[
    '{"$or":[{"a":["x"]},{"regex":["x"]}]}',
    '{"$or":[{"a":["x"]},{"exactly":["x"]}]}',
    '{"a":[NaN]}',
    '{"a":[+1]}',
    '{"a":["\t"]}',
    '{"a":["\\x"]}',
  ],
];

/** A pattern with something wrong in it, or at least something strange: most of them do not compile. */
export function defectivePattern(roll: Dice, sound: string): string {
  const defect = roll.weighted({ operand: 6, twoKeys: 1, shape: 2, cut: 1, change: 3 });
  if (defect === "operand") return `{"${roll.pick(["a", "b"])}":[${strangeOperator(roll)}]}`;
  if (defect === "twoKeys")
    return `{"a":[{"${roll.pick(operators)}":${roll.pick(operands)},"${roll.pick(operators)}":${roll.pick(operands)}}]}`;
  if (defect === "shape") return roll.pick(shapes);
  const at = roll.below(sound.length);
  if (defect === "cut") return sound.slice(0, at);
  return sound.slice(0, at) + roll.pick(["", "", ...'{}[]",:0a\\ ']) + sound.slice(at + roll.below(2));
}

function strangeOperator(roll: Dice): string {
  const operator = roll.pick(operators);
  if (operator === "prefix" || operator === "suffix" || operator === "anything-but") {
    if (roll.chance(0.4)) return `{"${operator}":{"${roll.pick(operators)}":${roll.pick(operands)}}}`;
  }
  return `{"${operator}":${roll.pick(operands)}}`;
}
