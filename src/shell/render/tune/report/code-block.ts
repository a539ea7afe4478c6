import { html, type Markup } from "./markup.ts";

/** Commands or a snippet as they are to be pasted, line by line: within a line nothing breaks out of it. */
export function codeBlock(text: string): Markup {
  const [first = "", ...more] = text.split("\n");
  return html`<pre><code>${first}${more.map((line) => html`\n${line}`)}</code></pre>`;
}
