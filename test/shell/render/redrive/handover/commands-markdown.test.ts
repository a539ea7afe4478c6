import { expect, it } from "vitest";
import { operatingCommands } from "../../../../../src/core/redrive/handover/commands.ts";
import { commandsMarkdown } from "../../../../../src/shell/render/redrive/handover/commands-markdown.ts";
import { sampleHandover, samplePlan } from "../../../../support/states/export-plans.ts";

it("COMMANDS.md has each command under what it is for, with the flags that chose the account", () => {
  const text = commandsMarkdown(samplePlan(), (command) => `${command} --profile shop`);
  const commands = operatingCommands(samplePlan());
  expect(text.startsWith(`# Redrive ${sampleHandover().id}\n\nRun these in this folder.\n\n## ${commands[0]?.what}\n\n`)).toBe(true);
  expect(text.match(/^## .+$/gm)).toEqual(commands.map(({ what }) => `## ${what}`));
  for (const { command } of commands) expect(text).toContain(`${command} --profile shop`);
});
