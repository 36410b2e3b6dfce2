/** A page with a block between its marks `<!-- NAME -->` and `<!-- /WORD -->` (its name's first word) replaced. */
export const withBlock = (text: string, name: string, content: string): string => {
	const pattern = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name.split(' ')[0]} -->)`);
	if (!pattern.test(text)) throw new Error(`The page has no block <!-- ${name} -->`);
	return text.replace(pattern, (_all, open: string, close: string) => `${open}${content}\n${close}`);
};
