/** The functions of the kind `redis` in the script of a dataset (docs/decisions/029). */
export const redisPart = '';
