/** Prints a table of a file's rows, as Markdown. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  console.log([head, ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n'));
}
