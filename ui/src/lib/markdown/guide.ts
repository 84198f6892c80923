/** A picture that stands alone, and an address that leads to a file beside the text or to another place in it. */
const PICTURE = /^!\[[^\]]*\]\([^)]*\)\n+/gm;
const BESIDE = /\[([^\]]*)\]\((?!https?:|mailto:)[^)]*\)/g;

/** A page of the source code as the app can show it, where neither its pictures nor the files around it are. */
export function withoutFiles(page: string): string {
  return page.replace(PICTURE, "").replace(BESIDE, "$1");
}
