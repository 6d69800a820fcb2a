/**
 * About how wide a text may be, in pixels, in whichever font of a page's list is there: as in DejaVu
 * Sans, the widest of them. Pictures are drawn where no font can be asked.
 */
export function textWidth(text: string, fontSize: number): number {
  return fontSize * [...text].reduce((width, character) => width + characterWidth(character), 0);
}

/** The text, or as much of its beginning as is no wider than `width`, and an ellipsis. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, fontSize) > width) {
    characters.pop();
  }
  return `${characters.join('').trimEnd()}…`;
}

/** In widths of an em. */
function characterWidth(character: string): number {
  if (/[ !'(),./:;Ifijlrt|-]/.test(character)) return 0.42;
  if (/[%@MWmw…—\u2e80-\uffff]|[^\0-\uffff]/u.test(character)) return 1;
  return /[A-Z&#+<=>^~]/.test(character) ? 0.84 : 0.66;
}
