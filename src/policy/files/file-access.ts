/** A file's text, and where it really is. */
export interface PolicyFile {
  readonly text: string;
  /** Absolute, with no symbolic link in it. */
  readonly realPath: string;
}

/** A file's bytes, and where it really is. */
export interface PolicyFileBytes {
  readonly bytes: Uint8Array;
  /** Absolute, with no symbolic link in it. */
  readonly realPath: string;
}

/** The files that a policy may be made of, and its feed. */
export interface PolicyFiles {
  /** Directory, absolute and with no symbolic link in it: a policy outside of it can't be extended. */
  readonly root: string;
  /** Reads a file; throws, as node:fs does, where it can't. */
  read(path: string): PolicyFile;
  /**
   * Reads an ordinary file as it is; throws, as node:fs does, where it can't.
   * @param most of a file with more bytes only the beginning is read, which has more than these
   */
  readBytes(path: string, most: number): PolicyFileBytes;
}
