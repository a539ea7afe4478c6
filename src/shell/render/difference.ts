import { plural } from "../../core/figures.ts";
import type { Comparison, SpecState } from "../../core/mapping/lifecycle/comparison.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { Look } from "./palette.ts";
import { renderChanges } from "./plan.ts";

/** What is otherwise in the account than in the specs: account → spec, a block a mapping; nothing for those that are the same. */
export function renderDifference({ states, unnamed }: Comparison, look: Look): string[] {
  const blocks = states.map((state) => block(state, look)).filter((lines) => lines.length > 0);
  const same = states.filter(({ kind }) => kind === "same").length;
  const counts = [`${same} of ${plural(states.length, "spec")} as in the account`];
  const others = unnamed.map(({ name, mapping }) => `${safeText(name)} ${look.glyphs.separator} no spec describes it (${mapping.UUID})`);
  return [...blocks, ...(others.length === 0 ? [] : [others]), counts].flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function block(state: SpecState, look: Look): string[] {
  const head = (what: string) => `${look.palette.bold(safeText(state.name))} ${look.glyphs.separator} ${what}`;
  switch (state.kind) {
    case "same":
      return [];
    case "missing":
      return [head("not in the account")];
    case "repeated":
      return [head(`an earlier spec describes the same mapping, ${state.mapping.UUID}`)];
    case "different": {
      const what = state.createOnly ? "differs in what only a new mapping can have" : "differs, account → spec";
      return [head(what.replace("→", look.glyphs.to)), ...renderChanges(state.changes, look)];
    }
  }
}
