/** The code that begins and the code that ends each style that a program can ask Ink for. */
export const styles = [
	['1', '22'],
	['2', '22'],
	['3', '23'],
	['4', '24'],
	['7', '27'],
	['9', '29'],
	['32', '39'],
	['91', '39'],
	['38;5;201', '39'],
	['38;2;1;2;3', '39'],
	['44', '49'],
	['48;5;17', '49'],
	['48;2;1;2;3', '49'],
] as const;

/** SGR codes as they are written. */
export const sgr = (...codes: readonly string[]): string => codes.map((code) => `\u001b[${code}m`).join('');
