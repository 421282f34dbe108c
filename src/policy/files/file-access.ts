/** A file's text and real path. */
export interface PolicyFile {
  readonly text: string;
  /** Absolute, without symbolic links. */
  readonly realPath: string;
}

/** A file's bytes and real path. */
export interface PolicyFileBytes {
  readonly bytes: Uint8Array;
  /** Absolute, without symbolic links. */
  readonly realPath: string;
}

/** Access to the files of a policy and to its feed. */
export interface PolicyFiles {
  /** A directory, absolute and without symbolic links. A policy outside of it can't be extended. */
  readonly root: string;
  /** Reads a file. Throws as node:fs does if it can't. */
  read(path: string): PolicyFile;
  /**
   * Reads the bytes of an ordinary file. Throws as node:fs does if it can't.
   * @param most maximum number of bytes; of a larger file, only a beginning that exceeds it is read
   */
  readBytes(path: string, most: number): PolicyFileBytes;
}
