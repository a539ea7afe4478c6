import { Box, Text, Transform, useApp, useInput, usePaste } from "ink";
import { createElement as h, memo, type ReactNode, useEffect } from "react";
import { keyNames } from "./keys.ts";

export interface AppProps {
  /** Of the terminal. */
  readonly columns: number;
  /** Already as wide as the terminal at most. */
  readonly lines: readonly string[];
  readonly onKey: (key: string) => void;
  readonly onPaste: (text: string) => void;
  /** Told ink's own way of giving the terminal to somebody else for a while. */
  readonly onTerminal: (lend: LendTerminal) => void;
}

export type LendTerminal = (work: () => Promise<void>) => Promise<void>;

/** Lines to the terminal, keys to the model; there is no state in here. */
export function App({ lines, columns, onKey, onPaste, onTerminal }: AppProps): ReactNode {
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
    lines.map((line, index) => h(Line, { key: `${index}`, line, columns })),
  );
}

/**
 * ink measures what it lays out, one grapheme after the other, and did that for most of a refresh. A line is already measured: what is laid
 * out is a blank of its width, and the line is put in its place. A screen reader is given the line itself.
 */
const Line = memo(function Line({ line, columns }: { readonly line: string; readonly columns: number }): ReactNode {
  const blank = " ".repeat(columns);
  return h(Transform, { transform: () => line, accessibilityLabel: line }, h(Text, null, blank));
});
