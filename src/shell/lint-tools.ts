/** What `lint` works with. It is loaded when the verb runs: the others would pay for it at every start. */
export { lintMappings } from "../core/filter/lint-mappings.ts";
export { sampleGates } from "../core/filter/sample-gate.ts";
export { updateBaseline, withoutKnown } from "./lint-baseline-file.ts";
export { plannedFixes } from "./lint-fix.ts";
export { renderReport } from "./lint-output.ts";
export { collectPatterns } from "./lint-patterns.ts";
export { sendSamples } from "./lint-samples.ts";
export { sendTopic } from "./lint-topic.ts";
export { lintDocument } from "./render/lint/lint-document.ts";
export { renderFixes } from "./render/lint/planned-fixes.ts";
