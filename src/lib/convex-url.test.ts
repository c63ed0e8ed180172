import { beforeEach, expect, test } from "vitest";
import { convexUrl } from "./convex-url";

const serve = (content: string) => {
  document.head.innerHTML = `<meta name="convex-url" content="${content}">`;
};

beforeEach(() => {
  document.head.innerHTML = "";
});

test("the page's own tag wins over the build", () => {
  serve("http://127.0.0.1:3210");
  expect(convexUrl(document, "https://other.convex.cloud")).toBe("http://127.0.0.1:3210");
});

test("a placeholder that nobody replaced counts as absent", () => {
  serve("%CONVEX_URL%");
  expect(convexUrl(document, "https://other.convex.cloud")).toBe("https://other.convex.cloud");
});

test.each([[undefined], [""], ["javascript:alert(1)"], ["http://"]])(
  "without a usable URL there is none: %s",
  (built) => {
    expect(convexUrl(document, built)).toBeNull();
  },
);
