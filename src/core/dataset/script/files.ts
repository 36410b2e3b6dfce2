/** The functions of the kind `files` in the script of a dataset (docs/decisions/029). */
export const filesPart = '';
