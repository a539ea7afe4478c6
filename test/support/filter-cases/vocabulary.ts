/**
 * What random cases are made of. Alphabets are small on purpose: most pairs of a random pattern and a random event would never
 * meet otherwise.
 */
export interface Vocabulary {
  readonly keys: readonly string[];
  readonly texts: readonly string[];
  /** Spelled as in JSON. */
  readonly numbers: readonly string[];
  /** How often a character is spelled as an escape. */
  readonly escapes: number;
  /** How often a member repeats a key of its object. */
  readonly duplicates: number;
  readonly arrays: number;
  readonly literals: number;
}

const plainKeys = ["a", "b", "c"];
const plainTexts = ["", "a", "b", "ab", "abc", "ba", "A", "aB", "1", "true", "null", "value", "a\nb", "a b"];
const plainNumbers = ["0", "1", "2", "-1", "1.5", "10", "300"];

const oddNumbers = [
  ...[
    "0",
    "-0",
    "0.0",
    "-0.0",
    "0e5",
    "1",
    "1.0",
    "1.00",
    "1e0",
    "10e-1",
    "0.1e1",
    "1E0",
    "1E+0",
    "10",
    "1e1",
    "10.0",
    "100",
    "1e2",
    "1E+2",
  ],
  ...["300", "3.0e2", "300.0", "3e2", "-5", "-5.0", "-50e-1", "0.1", "0.10", "1e-1", "0.3", "0.30000000000000004", "5e9", "5000000000"],
  ...["9007199254740992", "9007199254740993", "9007199254740993.0", "9007199254740994", "123456789012345678", "1e400", "-1e400", "1e-400"],
  ...[
    "0.12345678901234567",
    "0.1234567890123456",
    "1.7976931348623157e308",
    "4.9e-324",
    "5e-324",
    "2.5e-324",
    "1e22",
    "1e23",
    "123456789012",
  ],
];

const oddTexts = [
  ...[
    "",
    "a",
    "A",
    "aa",
    "aA",
    "Aa",
    "ab",
    "ä",
    "Ä",
    "ß",
    "SS",
    "ss",
    "ẞ",
    "ſ",
    "S",
    "s",
    "K",
    "k",
    "K",
    "İ",
    "i",
    "ı",
    "I",
    "ǅ",
    "Ǆ",
    "ǆ",
  ],
  ...["σ", "ς", "Σ", "é", "é", "😀", "a😀", "𐐀", "𐐨", "\u0000", "\u001f", "\u007f", "\u2028", '"', "\\", "/", "a/b", 'a"b', "a\\b", "\n"],
  ...["*", "a*b", "a**b", "\\*", "{", "}", "[a]", "a,b", ":", '"a":', "é😀", "aé", "éa", "ŉ", "ʼN"],
];

const surrogates = ["\ud800", "\udc00", "a\ud800", "\ud800a", "?", "a?", "?a", "\ud83d", "\ude00", "😀", "\udc00\ud800", "??"];

const addresses = [
  ...["10.0.0.1", "10.0.0.01", "010.0.0.1", "10.0.0.2", "10.0.1.1", "10.1.0.0", "10.0.0.255", "192.168.0.9", "0.0.0.0", "255.255.255.255"],
  ...[
    "10.0.0",
    "10.0.0.1.",
    "10.0.0.1/24",
    "1.2.3.4.5",
    "10.0.0.256",
    "a",
    "",
    "10",
    "::",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::0001",
    "::2",
    ":",
    "::ffff:10.0.0.1",
  ],
  ...[
    "2001:db8::1",
    "2001:DB8::1",
    "2001:0db8:0:0::1",
    "2001:db8::",
    "2001:db9::1",
    "fe80::1",
    "::9",
    "::f",
    "::F",
    "::a",
    "1::1::1",
    "1:2:3:4:5:6:7:8",
    "ab:cd",
  ],
];

const basic: Vocabulary = {
  keys: plainKeys,
  texts: plainTexts,
  numbers: plainNumbers,
  escapes: 0.02,
  duplicates: 0.02,
  arrays: 0.15,
  literals: 0.2,
};

export const vocabularies = {
  basic,
  arrays: { ...basic, keys: ["a", "b"], texts: ["x", "y", "z"], numbers: ["1", "2"], arrays: 0.55 },
  keys: {
    ...basic,
    keys: [
      "a",
      "b",
      "a.b",
      "b.c",
      "c",
      "",
      ".",
      "a.",
      ".b",
      "a..b",
      "A",
      "é",
      "__proto__",
      "constructor",
      "$or",
      "numeric",
      "exists",
      "prefix",
    ],
    texts: ["x", "y"],
    duplicates: 0.25,
    escapes: 0.1,
  },
  numbers: { ...basic, numbers: oddNumbers, texts: ["1", "300", "a", "1e2"], literals: 0.1 },
  texts: { ...basic, texts: oddTexts, escapes: 0.25, literals: 0.05, numbers: ["1"] },
  surrogates: { ...basic, texts: surrogates, escapes: 0.1, literals: 0.05, numbers: ["1"] },
  addresses: { ...basic, texts: addresses, literals: 0.05, numbers: ["10", "1"] },
  absences: { ...basic, keys: ["a", "b"], texts: ["x"], numbers: ["1"], arrays: 0.4 },
} as const satisfies Record<string, Vocabulary>;

export type VocabularyName = keyof typeof vocabularies;
