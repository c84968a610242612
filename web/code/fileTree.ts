/** A folder or a file of the project, as the tree shows it. */
export interface FileNode {
  /** Its whole path. */
  value: string;
  /** Its name. */
  label: string;
  children?: FileNode[];
}

/** The files of a project as a tree: folders first, each sorted by name. */
export function fileTree(paths: readonly string[]): FileNode[] {
  const root: FileNode[] = [];
  for (const path of paths) {
    let nodes = root;
    const parts = path.split('/');
    parts.forEach((label, index) => {
      const value = parts.slice(0, index + 1).join('/');
      let node = nodes.find((one) => one.value === value);
      if (node === undefined) {
        node = index < parts.length - 1 ? { value, label, children: [] } : { value, label };
        nodes.push(node);
      }
      nodes = node.children ?? [];
    });
  }
  return sorted(root);
}

function sorted(nodes: FileNode[]): FileNode[] {
  for (const { children } of nodes) if (children !== undefined) sorted(children);
  const rank = ({ children }: FileNode): number => (children === undefined ? 1 : 0);
  return nodes.sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
}

/** The folders that a file is in. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

export interface FileHit {
  path: string;
  /** The first line that holds what is looked for; undefined when it is in the path. */
  line: string | undefined;
}

/** The files whose path or text holds these words, paths first. */
export function findFiles(files: Readonly<Record<string, string>>, words: string): FileHit[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  const hits = Object.entries(files).flatMap(([path, text]): FileHit[] => {
    if (path.toLowerCase().includes(wanted)) return [{ path, line: undefined }];
    const line = text.split('\n').find((one) => one.toLowerCase().includes(wanted));
    return line === undefined ? [] : [{ path, line: line.trim() }];
  });
  return hits.sort((a, b) => Number(a.line !== undefined) - Number(b.line !== undefined));
}
