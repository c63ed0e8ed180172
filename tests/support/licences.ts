import type { LockedPackage } from "./lockfile";

/**
 * What the project may use: licences that ask for no more than a notice, and weak copyleft (MPL-2.0) for files that are used
 * unchanged. OFL-1.1 is that of the fonts, CC-BY-4.0 and CC0-1.0 those of data.
 */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set(
  "0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC-BY-4.0 CC0-1.0 ISC MIT MIT-0 MPL-2.0 OFL-1.1 Python-2.0 Unlicense".split(
    " ",
  ),
);

const WRITTEN_BY = "npm run licences";
const NONE = "none stated";

/** docs/licences.md: every package of the lockfile by licence, those that people run apart from those for development. */
export function licencesPage(packages: readonly LockedPackage[]): string {
  const run = packages.filter(({ dev }) => !dev);
  const developed = packages.filter(({ dev }) => dev);
  return [
    "# Licences of dependencies",
    "",
    `Written by \`${WRITTEN_BY}\` from \`package-lock.json\`; a test checks that it is current and that each licence is allowed`,
    "(`tests/support/licences.ts`).",
    "",
    ...section("In the web app and the host", run),
    ...section("For development and tests only", developed),
  ].join("\n");
}

function section(title: string, packages: readonly LockedPackage[]): string[] {
  const licences = [...new Set(packages.map(({ license = NONE }) => license))].toSorted();
  return [
    `## ${title}`,
    "",
    ...licences.flatMap((licence) => {
      const members = packages.filter(({ license = NONE }) => license === licence);
      const names = [...new Set(members.map(({ name }) => name))].toSorted();
      return [`### ${licence} (${names.length})`, "", names.join(", "), ""];
    }),
  ];
}
