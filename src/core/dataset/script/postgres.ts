/** The functions of the kind `postgres` in the script of a dataset (docs/decisions/029). */
export const postgresPart = '';
