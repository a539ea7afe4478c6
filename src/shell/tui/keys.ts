/** What the keys mean depends on what is open. */
export type Mode = "fleet" | "mapping" | "filter" | "question" | "dry-run" | "tuning" | "help";

export type Command =
  | "up"
  | "down"
  | "page-up"
  | "page-down"
  | "first"
  | "last"
  | "open"
  | "back"
  | "filter"
  | "keep-filter"
  | "clear-filter"
  | "erase"
  | "sort-trouble"
  | "sort-name"
  | "sort-lag"
  | "sort-age"
  | "sort-in"
  | "sort-out"
  | "sort-catch-up"
  | "group"
  | "switch"
  | "dry-run"
  | "tuning"
  | "yes"
  | "no"
  | "copy"
  | "export"
  | "refresh"
  | "redraw"
  | "suspend"
  | "help"
  | "quit"
  | "interrupt";

export interface Binding {
  readonly command: Command;
  readonly modes: readonly Mode[];
  /** As `keyName` gives them; the first is the one that is shown. */
  readonly keys: readonly string[];
  /** For the help. */
  readonly help: string;
  /** One word for the last line; without it the key is in the help only. */
  readonly footer?: string;
  /** It changes something in AWS: not there with --readonly. */
  readonly acts?: true;
  /** It speaks of the open or selected mapping: not offered where there is none. */
  readonly ofMapping?: true;
}

const screens = ["fleet", "mapping"] as const;
/** Of an answer about a mapping. */
const answers = ["dry-run", "tuning"] as const;
const scrolled = [...answers, "help"] as const;
const paged = [...screens, "question", ...scrolled] as const;

/** All keys: from this table come what they do, the help and the last line. The order is theirs, too. */
export const bindings: readonly Binding[] = [
  { command: "up", modes: ["fleet"], keys: ["up", "k"], help: "to the mapping above" },
  { command: "down", modes: ["fleet"], keys: ["down", "j"], help: "to the mapping below" },
  { command: "up", modes: ["mapping"], keys: ["up", "k"], help: "the mapping before", footer: "mapping" },
  { command: "down", modes: ["mapping"], keys: ["down", "j"], help: "the next mapping" },
  { command: "up", modes: scrolled, keys: ["up", "k"], help: "a line up" },
  { command: "down", modes: scrolled, keys: ["down", "j"], help: "a line down" },
  { command: "page-up", modes: paged, keys: ["pageup", "ctrl+b"], help: "a page up" },
  { command: "page-down", modes: paged, keys: ["pagedown", "ctrl+f", "space"], help: "a page down" },
  { command: "first", modes: [...screens, ...scrolled], keys: ["home"], help: "to the top" },
  { command: "last", modes: [...screens, ...scrolled], keys: ["end", "G"], help: "to the end" },
  { command: "open", modes: ["fleet"], keys: ["enter", "right"], help: "open the mapping", footer: "open", ofMapping: true },
  {
    command: "switch",
    modes: screens,
    keys: ["p"],
    help: "pause the mapping, or resume it; the plan is shown first",
    footer: "pause",
    acts: true,
    ofMapping: true,
  },
  {
    command: "tuning",
    modes: ["mapping"],
    keys: ["t"],
    help: "whether it is set right, as tune says; nothing is changed",
    footer: "tune",
    ofMapping: true,
  },
  {
    command: "dry-run",
    modes: ["mapping"],
    keys: ["r"],
    help: "what a redrive of its failed records would do; nothing is sent",
    footer: "redrive",
    ofMapping: true,
  },
  { command: "copy", modes: screens, keys: ["y"], help: "copy the command that shows this", footer: "copy command", ofMapping: true },
  { command: "export", modes: screens, keys: ["e"], help: "write what is shown to a JSON file", footer: "export", ofMapping: true },
  { command: "filter", modes: screens, keys: ["/"], help: "filter by name, topic, function, cluster, verdict and cause", footer: "filter" },
  { command: "group", modes: ["fleet"], keys: ["g"], help: "group by cluster, by function, or not at all", footer: "group" },
  { command: "sort-trouble", modes: ["fleet"], keys: ["V"], help: "sort by verdict, trouble first", footer: "sort" },
  { command: "sort-name", modes: ["fleet"], keys: ["N"], help: "sort by name" },
  { command: "sort-lag", modes: ["fleet"], keys: ["L"], help: "sort by lag" },
  { command: "sort-age", modes: ["fleet"], keys: ["A"], help: "sort by age" },
  { command: "sort-in", modes: ["fleet"], keys: ["I"], help: "sort by records in" },
  { command: "sort-out", modes: ["fleet"], keys: ["O"], help: "sort by records out" },
  { command: "sort-catch-up", modes: ["fleet"], keys: ["C"], help: "sort by the time to catch up; the same key again reverses" },
  { command: "refresh", modes: screens, keys: ["ctrl+r"], help: "read now" },
  { command: "redraw", modes: screens, keys: ["ctrl+l"], help: "draw the screen again" },
  { command: "suspend", modes: screens, keys: ["ctrl+z"], help: "back to the shell; fg goes on" },
  { command: "clear-filter", modes: ["fleet"], keys: ["escape"], help: "show all mappings again" },
  { command: "keep-filter", modes: ["filter"], keys: ["enter", "down"], help: "keep the filter", footer: "keep" },
  { command: "clear-filter", modes: ["filter"], keys: ["escape"], help: "no filter", footer: "no filter" },
  { command: "erase", modes: ["filter"], keys: ["backspace", "delete"], help: "take a character back" },
  { command: "yes", modes: ["question"], keys: ["y", "Y"], help: "do it", footer: "yes" },
  { command: "no", modes: ["question"], keys: ["n", "N", "enter", "escape", "q"], help: "leave it as it is", footer: "no" },
  { command: "copy", modes: ["question"], keys: ["c"], help: "copy the command that does the same", footer: "copy command" },
  { command: "copy", modes: ["dry-run"], keys: ["y"], help: "copy the command of the real run", footer: "copy command" },
  { command: "copy", modes: ["tuning"], keys: ["y"], help: "copy the command to type next", footer: "copy command" },
  { command: "help", modes: screens, keys: ["?"], help: "this help", footer: "help" },
  { command: "back", modes: answers, keys: ["escape", "q", "left"], help: "close it, or break it off", footer: "back" },
  { command: "back", modes: ["help"], keys: ["escape", "q", "?", "enter"], help: "close the help", footer: "close" },
  { command: "back", modes: ["mapping"], keys: ["q", "escape", "left"], help: "back to all mappings", footer: "back" },
  { command: "quit", modes: ["fleet"], keys: ["q"], help: "leave", footer: "quit" },
  { command: "interrupt", modes: [...paged, "filter"], keys: ["ctrl+c"], help: "leave at once" },
];

/** The bindings that count in a mode. */
export function bindingsOf(mode: Mode, readonly: boolean): readonly Binding[] {
  return bindings.filter((binding) => binding.modes.includes(mode) && !(readonly && binding.acts));
}

/** What a key means, or undefined. */
export function commandOf(key: string, mode: Mode, readonly: boolean): Command | undefined {
  return bindingsOf(mode, readonly).find(({ keys }) => keys.includes(key))?.command;
}

/** The part of ink's key that is used here. */
export interface PressedKey {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
}

const namedKeys = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "escape"],
  ["backspace", "backspace"],
  ["delete", "delete"],
] as const satisfies readonly (readonly [keyof PressedKey, string])[];

/** Keys that arrive as characters when others come with them. */
const typedKeys = new Map([
  [" ", "space"],
  ["\r", "enter"],
  ["\n", "enter"],
  ["\u007f", "backspace"],
  ["\u0003", "ctrl+c"],
]);

/** The names of the keys in one piece of input: who types fast, or over a slow line, sends several at once. */
export function keyNames(input: string, key: PressedKey): readonly string[] {
  const named = namedKeys.find(([field]) => key[field]);
  if (named !== undefined) return [named[1]];
  if (key.ctrl) return [`ctrl+${input}`];
  if (key.meta) return [];
  return [...input].map((character) => typedKeys.get(character) ?? character);
}
