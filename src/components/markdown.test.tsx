import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import Markdown from "./markdown";

afterEach(cleanup);

const rendered = (text: string) => render(<Markdown text={text} growing={false} />).container;

test("HTML in a model's words stays visible text and becomes no element", () => {
  const html = rendered(
    'Hi <img src=x onerror="alert(1)"> <script>alert(2)</script> <b>bold</b>\n\n<iframe src="https://x.y"></iframe>',
  );
  expect(html.querySelector("img, script, iframe, b")).toBeNull();
  expect(html.textContent).toContain('<img src=x onerror="alert(1)">');
});

test("images are dropped, their description stays", () => {
  const html = rendered("See ![a chart](https://tracker.example/pixel.png) here ![](data:image/png;base64,AAAA)");
  expect(html.querySelector("img")).toBeNull();
  expect(html.textContent).toContain("a chart");
});

test.each([
  "http://example.org",
  "javascript:alert(1)",
  "data:text/html,hi",
  "mailto:a@b.example",
  "/rooms/new",
  "#main",
  "//evil.example/x",
  "ftp://example.org",
  "HTTPS:/rooms/new",
])("a link to %s is only its text", (href) => {
  const html = rendered(`go [there](${href})`);
  expect(html.querySelector("a")).toBeNull();
  expect(html.textContent).toContain("there");
});

test("an https link opens elsewhere and passes nothing on", () => {
  const link = rendered("[there](https://example.org/a)").querySelector("a");
  expect(link?.getAttribute("href")).toBe("https://example.org/a");
  expect(link?.target).toBe("_blank");
  expect(link?.rel.split(" ")).toEqual(expect.arrayContaining(["noopener", "noreferrer", "nofollow"]));
});

test.each([
  ["[there](https://example.org/a)", "there (example.org)"],
  ["[https://bank.example](https://attacker.example/)", "https://bank.example (attacker.example)"],
  ["[bank.example](https://bank.example.attacker.example/)", "bank.example (bank.example.attacker.example)"],
  ["[аpple.com](https://аpple.com/)", "аpple.com (xn--pple-43d.com)"],
  ["[**bank.example**](https://attacker.example/)", "bank.example (attacker.example)"],
  ["https://example.org/a", "https://example.org/a"],
  ["[example.org](https://example.org/a)", "example.org"],
])("the words of %s do not hide where it leads", (text, shown) => {
  expect(rendered(text).textContent?.trim()).toBe(shown);
});

test("footnotes bring no ids, which two turns would share", () => {
  const html = rendered("A claim[^1].\n\n[^1]: The note.");
  expect(html.textContent).toContain("The note.");
  expect(html.querySelector("[id], a")).toBeNull();
});

test("an address with a name before its host is no link", () => {
  expect(rendered("[there](https://bank.example@attacker.example/)").querySelector("a")).toBeNull();
});

test("headings never outrank the page's own", () => {
  expect(rendered("# Big claim").querySelector("h1, h2, h3")).toBeNull();
});

test("while text grows, finished blocks keep their very elements untouched", () => {
  const blocks = ["First **block** is done.\n\n", "- one\n- two\n\n", "Third one."];
  const { container, rerender } = render(<Markdown text={blocks.slice(0, 2).join("")} growing />);
  const [first, list] = [container.querySelector("p")!, container.querySelector("ul")!];
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  for (const node of [first, list])
    observer.observe(node, { subtree: true, childList: true, characterData: true, attributes: true });
  const text = blocks.join("");
  for (let length = blocks.slice(0, 2).join("").length; length <= text.length; length++) {
    rerender(<Markdown text={text.slice(0, length)} growing />);
  }
  changes.push(...observer.takeRecords());
  expect(container.querySelector("p")).toBe(first);
  expect(container.querySelector("ul")).toBe(list);
  expect(changes).toEqual([]);
  expect(container.textContent).toContain("Third one.");
});

test("emphasis that is still open does not show its marks", () => {
  const { container } = render(<Markdown text="A **bold cla" growing />);
  expect(container.textContent).toBe("A bold cla");
});
