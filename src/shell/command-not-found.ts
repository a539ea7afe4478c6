import type { Hook } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";

/** An unknown verb is wrong usage (64), answered with the verb that it may have meant. */
export const commandNotFound: Hook.CommandNotFound = ({ id, config }) => {
  const verbs = config.commandIDs.map((each) => each.replaceAll(":", " "));
  const words = id.split(":");
  // What follows an unknown verb arrives as part of its id: `inspct:orders`.
  const meant = nearest(words.slice(0, 2).join(" "), verbs) ?? nearest(words[0] ?? "", verbs);
  throw new MskctlError("usage", `mskctl has no verb "${words.join(" ")}"`, {
    suggestions: meant === undefined ? ["mskctl --help"] : [`mskctl ${meant}`, "mskctl --help"],
  });
};
