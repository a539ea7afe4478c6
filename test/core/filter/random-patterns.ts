import fc from "fast-check";

// Small alphabets, so that random patterns and random events meet.
const names = ["a", "b", "c", "a.b", "", "__proto__"];
const texts = ["", "x", "y", "xy", "X", "1", "null", "10.0.0.1", "\ud800", "ß"];
const numbers = ["0", "1", "-1.50", "2e0", "9007199254740993"];

const text = fc.constantFrom(...texts).map((each) => JSON.stringify(each));
const number = fc.constantFrom(...numbers);
const comparable = fc.constantFrom("0", "1", "-1.50", "2e0");
const some = (item: fc.Arbitrary<string>) => fc.array(item, { minLength: 1, maxLength: 2 }).map((items) => `[${items.join(", ")}]`);
const oneOrSome = (item: fc.Arbitrary<string>) => fc.oneof(item, some(item));
const nonEmpty = text.filter((each) => each !== '""');
const pattern = fc.constantFrom('"*"', '"x*"', '"*\\\\*"', '"x"', '"*x*y"');

const anythingBut = fc.oneof(
  oneOrSome(text),
  oneOrSome(comparable),
  fc.tuple(fc.constantFrom("prefix", "suffix", "equals-ignore-case"), oneOrSome(nonEmpty)).map(([name, each]) => `{"${name}":${each}}`),
  oneOrSome(pattern).map((each) => `{"wildcard":${each}}`),
);

const matcher = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 3, arbitrary: number },
  { weight: 2, arbitrary: fc.constantFrom("true", "false", "null") },
  { weight: 3, arbitrary: fc.boolean().map((present) => `{"exists":${present}}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("prefix", "suffix"), text).map(([name, each]) => `{"${name}":${each}}`) },
  { weight: 1, arbitrary: text.map((each) => `{"prefix":{"equals-ignore-case":${each}}}`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("exactly", "equals-ignore-case"), text).map(([name, each]) => `{"${name}":${each}}`) },
  { weight: 1, arbitrary: pattern.map((each) => `{"wildcard":${each}}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('[">",0]', '["=",1]', '[">=",-1.50,"<",2e0]', '["<=",0]').map((each) => `{"numeric":${each}}`),
  },
  { weight: 2, arbitrary: anythingBut.map((each) => `{"anything-but":${each}}`) },
  { weight: 1, arbitrary: fc.constantFrom('{"cidr":"10.0.0.0/8"}') },
);

const { object } = fc.letrec<{ object: string; member: string }>((tie) => ({
  object: fc.array(tie("member"), { minLength: 1, maxLength: 3 }).map((members) => `{${members.join(", ")}}`),
  member: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...names), some(matcher)).map(([name, list]) => `${JSON.stringify(name)}: ${list}`) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...names), tie("object")).map(([name, inner]) => `${JSON.stringify(name)}: ${inner}`),
    },
    { weight: 2, arbitrary: fc.array(tie("object"), { minLength: 2, maxLength: 3 }).map((all) => `"$or": [${all.join(", ")}]`) },
  ),
}));

/** Texts of patterns that compile, with names that come twice, `$or`s at any place, and all operators. */
export const anyPattern: fc.Arbitrary<string> = object;

const { value } = fc.letrec<{ value: string; event: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: fc.oneof(text, number, fc.constantFrom("true", "false", "null")) },
    { weight: 3, arbitrary: tie("event") },
    { weight: 3, arbitrary: fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`) },
  ),
  event: fc
    .array(fc.tuple(fc.constantFrom(...names), tie("value")), { maxLength: 4 })
    .map((members) => `{${members.map(([name, each]) => `${JSON.stringify(name)}:${each}`).join(",")}}`),
}));

/** Texts of JSON objects with the same names and values. */
export const anyEvent: fc.Arbitrary<string> = value.filter((each) => each.startsWith("{"));

const field = fc.constantFrom("b", "c", "d");
const atom = fc.constantFrom('"x"', '"y"');
const listMember = fc
  .tuple(
    field,
    some(fc.oneof({ weight: 4, arbitrary: atom }, { weight: 2, arbitrary: fc.constantFrom('{"exists":false}', '{"exists":true}') })),
  )
  .map(([name, list]) => `"${name}":${list}`);
const listMembers = fc.array(listMember, { minLength: 2, maxLength: 3 }).map((members) => members.join());
const listPattern = fc.oneof(
  listMembers.map((members) => `{"a":{${members}}}`),
  fc.tuple(listMember, listMembers, listMembers).map(([first, one, other]) => `{"a":{${first},"$or":[{${one}},{${other}}]}}`),
);
const element = fc
  .uniqueArray(fc.tuple(field, atom), { maxLength: 3 })
  .map((members) => `{${members.map(([name, each]) => `"${name}":${each}`).join()}}`);
const listEvent = fc.array(element, { minLength: 1, maxLength: 4 }).map((elements) => `{"a":[${elements.join()}]}`);

/** Pairs of a pattern and an event; half of them conditions that have to hold in one element of a list. */
export const anyCase: fc.Arbitrary<[pattern: string, event: string]> = fc.oneof(
  fc.tuple(anyPattern, anyEvent),
  fc.tuple(listPattern, listEvent),
);

/** Values of records: JSON, or text that is none. */
export const anyRecordText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: value },
  { weight: 1, arbitrary: fc.constantFrom(...texts, '{"a":1') },
);

/** Patterns for records: some for JSON, some for text, some for both or for what no record has. */
export const anyRecordPattern: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: object.map((inner) => `{"value": ${inner}}`) },
  { weight: 1, arbitrary: some(matcher).map((list) => `{"value": ${list}}`) },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.oneof(
          object.map((inner) => `"value": ${inner}`),
          some(matcher).map((list) => `"value": ${list}`),
          some(matcher).map((list) => `"key": ${list}`),
          fc.array(object, { minLength: 2, maxLength: 2 }).map((all) => `"$or": [${all.map((inner) => `{"value":${inner}}`).join(", ")}]`),
          fc
            .tuple(some(matcher), object, some(matcher))
            .map(([list, inner, other]) => `"$or": [{"value":${list}}, {"value":${inner}}, {"key":${other}}]`),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((members) => `{${members.join(", ")}}`),
  },
);
