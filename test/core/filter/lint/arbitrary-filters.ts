import fc from "fast-check";

// Few characters and numbers, so that conditions and values meet; those that the engine treats in its own way are among them.
const pieces = ["a", "b", "A", "?", "*", "ß", "S", "1", ".", "\ud800", "é"];
const someText = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((all) => all.join("")) },
  { weight: 1, arbitrary: fc.constantFrom("10.0.0.1", "10.0.0.01", "18.52.86.120", "::1", "0:0:0:0:0:0:0:1", "10.0.0.9") },
);
const someNumber = fc.constantFrom(
  ..."0 -0 1 1.0 2 5 5.0 10 -3 0.1 1e0 12345678 12345678.5 305419896 5.000000000000001 5.000000000000002".split(" "),
  ..."9007199254740993 9007199254740992 9007199254740993.0 1e400 0.12345678901234567 4.9e-324 1.7976931348623157e308".split(" "),
);
const quoted = someText.map((text) => JSON.stringify(text));
const wildcard = fc.array(fc.constantFrom("a", "b", "*", "ß", "\\*"), { maxLength: 4 }).map((all) =>
  JSON.stringify(
    all
      .join("")
      .replace(/\*\*+/g, "*")
      .replace(/\\\*\*/g, "\\*"),
  ),
);
const comparable = fc.constantFrom(
  ..."0 1 2 5 5.0 10 -3 0.1 12345678 5.000000000000001 1.7976931348623157e308 9007199254740992".split(" "),
);
const listOf = (items: fc.Arbitrary<string>, minLength = 1) =>
  fc.array(items, { minLength, maxLength: 3 }).map((all) => `[${all.join(",")}]`);
const nested = (name: string, operand: fc.Arbitrary<string>) => operand.map((text) => `{"${name}":${text}}`);
const shortText = fc.constantFrom('"a"', '"b"', '"ab"', '"A"', '"ß"', '"?"');

const numeric = fc.oneof(
  fc.tuple(fc.constantFrom("=", "<", "<=", ">", ">="), comparable).map(([operator, value]) => `["${operator}",${value}]`),
  fc
    .tuple(fc.constantFrom(">", ">="), comparable, fc.constantFrom("<", "<="), comparable)
    .filter(([, low, , high]) => Number(low) < Number(high))
    .map(([from, low, to, high]) => `["${from}",${low},"${to}",${high}]`),
);
const anythingBut = fc.oneof(
  quoted,
  comparable,
  listOf(quoted),
  listOf(comparable),
  fc
    .constantFrom("prefix", "suffix", "equals-ignore-case")
    .chain((name) => fc.oneof(shortText, listOf(shortText)).map((text) => `{"${name}":${text}}`)),
  nested("wildcard", fc.oneof(wildcard, listOf(wildcard))),
);

/** One entry of a field's list, as JSON. */
export const someMatcher = fc.oneof(
  { weight: 4, arbitrary: quoted },
  { weight: 2, arbitrary: someNumber },
  { weight: 1, arbitrary: fc.constantFrom("true", "false", "null") },
  { weight: 2, arbitrary: fc.constantFrom("prefix", "suffix", "exactly", "equals-ignore-case").chain((name) => nested(name, quoted)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("prefix", "suffix").chain((name) => nested(name, nested("equals-ignore-case", quoted))),
  },
  { weight: 2, arbitrary: nested("wildcard", wildcard) },
  { weight: 2, arbitrary: nested("numeric", numeric) },
  { weight: 3, arbitrary: nested("anything-but", anythingBut) },
  { weight: 2, arbitrary: fc.constantFrom('{"exists":true}', '{"exists":false}') },
  { weight: 1, arbitrary: nested("cidr", fc.constantFrom('"10.0.0.0/8"', '"10.0.0.0/30"', '"18.0.0.0/8"', '"::/64"')) },
);

/** A field's list, as JSON. */
export const someList = listOf(someMatcher);

/** A string, number, boolean or null, as JSON. */
export const someScalar = fc.oneof(
  { weight: 5, arbitrary: quoted },
  { weight: 4, arbitrary: someNumber },
  { weight: 1, arbitrary: fc.constantFrom("true", "false", "null") },
);

const names = fc.constantFrom("a", "b", "c", "a.b");

/** An object of fields and $or, as JSON. Names and paths come twice now and then. */
export const somePatternObject: fc.Arbitrary<string> = fc.letrec<{ object: string; member: string }>((tie) => ({
  object: fc.array(tie("member"), { minLength: 1, maxLength: 3 }).map((members) => `{${members.join(",")}}`),
  member: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 5, arbitrary: fc.tuple(names, someList).map(([name, list]) => `"${name}":${list}`) },
    { weight: 2, arbitrary: fc.tuple(names, tie("object")).map(([name, object]) => `"${name}":${object}`) },
    { weight: 2, arbitrary: fc.array(tie("object"), { minLength: 2, maxLength: 3 }).map((branches) => `"$or":[${branches.join(",")}]`) },
  ),
})).object;

/** Two patterns without $or, often with paths and lists in common. */
export const twoRules: fc.Arbitrary<readonly [string, string]> = fc.array(someList, { minLength: 2, maxLength: 4 }).chain((pool) => {
  const list = fc.constantFrom(...pool, '[{"exists":false},"a"]', '[{"exists":true},{"exists":false}]', '[{"exists":false}]', '["a","b"]');
  const condition = fc.tuple(fc.constantFrom("a", "b", "c", "a.a", "a.b", "a.c", "b.a", "b.b"), list);
  const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
  const pattern = (all: readonly (readonly [string, string])[]) => `{${all.map(([path, each]) => `"${path}":${each}`).join(",")}}`;
  return fc
    .tuple(conditions, conditions, fc.boolean())
    .map(([one, two, joined]) => [pattern(one), pattern(joined ? [...one, ...two] : two)]);
});

/** A JSON value of few names, with lists of lists and objects, and names that come twice. */
export const someJson: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    { weight: 3, arbitrary: someScalar },
    { weight: 2, arbitrary: tie("object") },
    { weight: 2, arbitrary: tie("list") },
  ),
  object: fc
    .array(fc.tuple(names, tie("value")), { maxLength: 3 })
    .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join(",")}}`),
  list: fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
})).value;

/** A filter of Kafka records, as JSON: mostly on fields of the value. */
export const someFilter: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: somePatternObject.map((object) => `{"value":${object}}`) },
  { weight: 2, arbitrary: someList.map((list) => `{"value":${list}}`) },
  { weight: 1, arbitrary: fc.tuple(someList, somePatternObject).map(([list, object]) => `{"key":${list},"value":${object}}`) },
  { weight: 1, arbitrary: fc.constantFrom('{"key":[{"exists":false}]}', '{"value":{"a":[{"exists":true},{"exists":false}]}}') },
  { weight: 1, arbitrary: fc.tuple(someList, someList).map((lists) => `{"$or":[${lists.map((list) => `{"value":${list}}`).join(",")}]}`) },
  { weight: 1, arbitrary: fc.tuple(someList, someList).map(([one, two]) => `{"value":{"$or":[{"a":${one}},{"a":${two}}]}}`) },
);

/** The value of a record: JSON of all kinds, other text, or none. */
export const someRecord: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 4, arbitrary: someJson.map((json) => `{"a":${json},"b":${json}}`) },
  { weight: 2, arbitrary: someJson },
  { weight: 2, arbitrary: someText },
  { weight: 1, arbitrary: fc.constant(null) },
);
