import { expect } from "vitest";
import type { PatternSite } from "../../../../src/core/filter/pattern-site.ts";
import type { FilterGroup } from "../../../../src/core/filter/sites/filter-group.ts";
import { sitesOf } from "../../../../src/core/filter/sites/filter-group.ts";
import { findPatterns } from "../../../../src/core/filter/sites/find-patterns.ts";
import { allOf, type FoundPatterns } from "../../../../src/core/filter/sites/found-patterns.ts";
import { readPatternDocuments } from "../../../../src/platform/documents/pattern-documents.ts";

/** What is found in a file of that text. */
export async function search(text: string, source = "template.yaml", { named = true } = {}): Promise<FoundPatterns> {
  return allOf((await readPatternDocuments(text, source)).map((document) => findPatterns(document, { named })));
}

export async function groupsIn(text: string, source?: string): Promise<readonly FilterGroup[]> {
  return (await search(text, source)).groups;
}

export async function sitesIn(text: string, source?: string): Promise<PatternSite[]> {
  return sitesOf(await groupsIn(text, source));
}

/** The only pattern of a file. */
export async function siteIn(text: string, source?: string): Promise<PatternSite> {
  const [site, ...others] = await sitesIn(text, source);
  if (site === undefined) return expect.unreachable("there should be a pattern");
  expect(others).toEqual([]);
  return site;
}

/** What stands in `text` at a line and column, which count from 1. */
export function lineFrom(text: string, { line, column }: { readonly line: number; readonly column: number }): string {
  return (text.split("\n")[line - 1] ?? "").slice(column - 1);
}

/** Every path with its text, or why there is none. */
export function textsByPath(sites: readonly PatternSite[]): Record<string, string> {
  return Object.fromEntries(sites.map(({ path, text, unknown }) => [path, text ?? `? ${unknown}`]));
}

/** `text` after the edit that makes `wanted` of the first `part` of the site's pattern; undefined when there is no such edit. */
export function edited(text: string, site: PatternSite, part: string, wanted: string): string | undefined {
  const start = site.text?.indexOf(part) ?? -1;
  if (start < 0) return expect.unreachable(`${part} should be in the pattern`);
  const edit = site.edit(start, start + part.length, wanted);
  return edit === undefined ? undefined : text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}
