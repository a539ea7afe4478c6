import type { Finding } from "../finding.ts";
import type { Span } from "./pattern.ts";

/** What lint has to say of a pattern (MSK1xx), and of which part of its text. */
export interface FilterFinding extends Finding, Span {
  /** A rewriting that keeps what is meant, for `--fix`; `fix` shows what comes out of it. */
  readonly edit?: PatternEdit;
}

/** Replaces `[start, end)` of a pattern's text, in UTF-16 code units. */
interface PatternEdit extends Span {
  readonly text: string;
}
