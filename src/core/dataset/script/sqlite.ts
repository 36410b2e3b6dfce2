/** The functions of the kind `sqlite` in the script of a dataset (docs/decisions/029). */
export const sqlitePart = '';
