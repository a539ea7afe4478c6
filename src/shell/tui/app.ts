import { Box, Text, useApp, useInput, usePaste } from "ink";
import { createElement as h, memo, type ReactNode, useEffect } from "react";
import { keyNames } from "./keys.ts";

export interface AppProps {
  /** Already as wide as the terminal at most. */
  readonly lines: readonly string[];
  readonly onKey: (key: string) => void;
  readonly onPaste: (text: string) => void;
  /** Told ink's own way of giving the terminal to somebody else for a while. */
  readonly onTerminal: (lend: LendTerminal) => void;
}

export type LendTerminal = (work: () => Promise<void>) => Promise<void>;

/** Lines to the terminal, keys to the model; there is no state in here. */
export function App({ lines, onKey, onPaste, onTerminal }: AppProps): ReactNode {
  const { suspendTerminal } = useApp();
  useEffect(() => onTerminal(suspendTerminal), [onTerminal, suspendTerminal]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) onKey(name);
  });
  usePaste(onPaste);
  return h(
    Box,
    { flexDirection: "column" },
    // A line is known by its place; nothing else identifies it.
    lines.map((line, index) => h(Line, { key: `${index}`, line })),
  );
}

/** Drawn again only when it has changed. */
const Line = memo(function Line({ line }: { readonly line: string }): ReactNode {
  // A text without characters would take no row.
  return h(Text, { wrap: "truncate-end" }, line === "" ? " " : line);
});
