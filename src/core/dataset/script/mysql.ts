/** The functions of the kind `mysql` in the script of a dataset (docs/decisions/029). */
export const mysqlPart = '';
