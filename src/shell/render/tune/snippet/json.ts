import type { SnippetSubject } from "./subject.ts";

/** The request of UpdateEventSourceMapping; `{}` where nothing of the mapping changes: one that sets nothing would stop polling for nothing. */
export function jsonSnippet({ mapping, wanted: { update } }: SnippetSubject): string[] {
  const request = Object.keys(update).length === 0 ? {} : { UUID: mapping.UUID, ...update };
  return asciiJson(request, 2).split("\n");
}

/** JSON with nothing in it but ASCII. */
export function asciiJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, undefined, indent).replaceAll(
    /[^\n -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
