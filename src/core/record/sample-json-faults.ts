/** The value goes on behind the last byte. */
export const unfinishedJson = -1;
/** It breaks the grammar of RFC 8259, or is nested beyond all measure. Whether its text is UTF-8 is not asked. */
export const notJson = -2;
