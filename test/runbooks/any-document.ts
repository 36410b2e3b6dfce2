import fc from 'fast-check';

/** Constructs of Markdown; each `§` becomes a word that stands nowhere else. */
const constructs: readonly string[] = [
	...['§ § §', '§\n§', '**§** § `§`', '**§:**', '§:', '[§](#§ "if § fails")', '![§](§.png)', '<https://§.example>'],
	...['# §', '## § #', '### [§](§) ##', '#### `§`', '§\n===', '§\n§\n---', '# 1. §', '##', '#§', '####### §'],
	...[
		'- §\n- §',
		'* §\n  §\n\n  §',
		'1. §\n2. §',
		'7) §',
		'- [ ] §\n- [x] §',
		'-\n  §',
		'- \n\n  §',
		'1.',
		'-',
		'- [x]',
	],
	...[
		'- - - §',
		'- 1. §',
		'1. > §',
		'- # §',
		'- ```sh\n  §\n  ```',
		'-     §',
		'- <p>§</p>',
		'- [§]: §',
		'- | § |\n  |---|',
	],
	...[
		'```sh\n§\n```',
		'~~~\n§\n~~~',
		'````md {name=§}\n```\n§\n```\n````',
		'```§',
		'~~~ § §\n§',
		'    § §',
		'\t§',
		'``` a`§ ```',
	],
	...[
		'```check\n§\n```',
		'```message\n§\n```',
		'```sh {action=restart}\n§\n```',
		'```console\n$ §\n§\n```',
		'```sh\n# §\n§ # §\n```',
	],
	...[
		'> §\n> §',
		'> §\n§',
		'> > §',
		'> - §\n>   §',
		'> ```\n> §',
		'> [!WARNING]\n> §',
		'> # §',
		'>',
		'> [§]: /§',
		'> | § |\n> |---|\n> | § | § |',
	],
	...[
		'| § | § |\n|---|---|\n| § | § |',
		'| § |\n|---|\n| § | § |',
		'| § | § |\n|--|--|\n| § |',
		'| `§\\|§` |\n|:-:|\n§',
		'§ | §\n-|-\n§',
	],
	...[
		'<details>\n<summary>§</summary>\n\n§\n\n</details>',
		'<!-- §\n§ -->',
		'<!-- §',
		'<div>§\n§',
		'<?§?>',
		'<pre>\n§\n\n§</pre>',
		'<![CDATA[§',
	],
	...[
		'[§]: /§ "§"',
		'[§]: <§>\n"§"',
		'[^§]: §\n    §',
		'[§]:\n/§',
		'[§]',
		'§\n: §',
		':::note §\n§\n:::',
		'!!! note "§"\n    §',
		'import § from "§"',
	],
	...[
		'---',
		'***',
		'_ _ _',
		'---\ntitle: §\n---',
		'+++\ntitle = "§"\n+++',
		'---\n§: [\n---',
		'{{§}}',
		'$$\n§\n$$',
		'\\# §',
		'&amp; §',
		'§\\\n§',
	],
	...[
		'- [§](#§)\n- [§](#§ "else")',
		'1. [§](§.md)',
		'[§](§.md)',
		'1. §\n\n   ```sh\n   §\n   ```\n2. §',
		'* [ ] §\n\n      §',
		'1. §\n   - §\n\n     §',
	],
];
const construct = fc.constantFrom(...constructs);
const prefixes = ['', '', '', '> ', '>', '- ', '1. ', '  ', '    ', '\t', ' \t', '10. ', '> - ', '- [ ] '];

/** A construct inside others: the first line behind a mark, the rest behind the mark or where its text would stand. */
const nested = fc
	.tuple(construct, fc.array(fc.tuple(fc.constantFrom(...prefixes), fc.boolean()), { maxLength: 3 }))
	.map(([text, around]) =>
		around.reduce((inner, [prefix, isIndented]) => {
			const rest = prefix.startsWith('>') ? prefix : isIndented ? ' '.repeat(prefix.length) : prefix;
			return inner
				.split('\n')
				.map((line, at) => (at === 0 ? prefix : rest) + line)
				.join('\n');
		}, text),
	);
const between = fc.constantFrom('\n', '\n', '\n\n', '\n\n', '\n\n\n', '\r\n', '\r', '\n \n', '\n\t\n', '\n\u00a0\n');

const numbered = (text: string): string => {
	let count = 0;
	return text.replaceAll('§', () => `w${count++}w`);
};

/** A document of any constructs, each word of which stands in it once. */
export const mixture: fc.Arbitrary<string> = fc
	.array(fc.tuple(nested, between), { maxLength: 12 })
	.map((parts) => numbered(parts.flat().join('')));

const sign = fc.constantFrom(
	...[
		...'#->*+=|:`~[]()<>!\\{}_$"\'&;. \t\n\r0123aAxX',
		'\n',
		'\n\n',
		'\n- ',
		'\n> ',
		'\n1. ',
		'```',
		'~~~',
		'\n---\n',
	],
	...[
		'\0',
		'\u001b',
		'\u007f',
		'\u009b',
		'\ufeff',
		'\ud800',
		'\udc00',
		'\u2028',
		'\u0085',
		'\u00a0',
		'ש',
		'漢',
		'é',
		'👩‍💻',
	],
);

/** Any text, with the signs that mean something in Markdown more often than others. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
	fc.array(sign, { maxLength: 60 }).map((signs) => signs.join('')),
	fc.string({ unit: 'binary', maxLength: 80 }),
);
