/** A path without doubled slashes, `.` and the slash at its end. Source: Go, path/filepath (Clean), of absolute paths without `..`. */
export function cleanPath(path: string): string {
  return path
    .replace(/\/+/g, '/')
    .replace(/\/\.(?=\/|$)/g, '')
    .replace(/(?<=.)\/$/, '');
}
