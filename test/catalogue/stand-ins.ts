// Programs of platforms that cannot be had here: each writes down what it was told, and answers as its documentation says.

/** The programs that are stood in for. */
const programs = ['fly', 'dokku', 'gh', 'dig', 'certbot', 'shutdown', 'apt-get'];

/** Whether a command is answered by one of them. */
export const isStandIn = (text: string): boolean =>
	programs.some((name) => new RegExp(`(?:^|\\s|\\|)${name}\\s`).test(text));
