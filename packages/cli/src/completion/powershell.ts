import type { CompletedCommand, CompletedOption } from './words.ts';

/** A script for PowerShell 5.1 and newer, written from its documentation: it was never run on one. */
export function powershellScript(commands: readonly CompletedCommand[], root: readonly CompletedOption[]): string {
  return `# PowerShell completion of quietport, made by: quietport completion powershell
Register-ArgumentCompleter -Native -CommandName quietport -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $options = @{
    '' = ${hashOf(root)}
${commands.map((command) => `    '${command.name}' = ${hashOf(command.options)}`).join('\n')}
  }
  $places = @{
    '' = ${nested([commands.map(({ name }) => name)])}
${commands.map((command) => `    '${command.name}' = ${nested(command.arguments.map(({ words }) => words))}`).join('\n')}
  }
  $command = ''
  $place = 0
  $before = ''
  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition })
  foreach ($element in $typed) {
    $word = $element.ToString()
    $takesValue = $before -and $options[$command].ContainsKey($before) -and $null -ne $options[$command][$before]
    if ($takesValue) { $before = ''; continue }
    $before = $word
    if ($word.StartsWith('-')) { continue }
    if ($command -eq '' -and $options.ContainsKey($word)) { $command = $word } else { $place++ }
  }
  $words = if ($before.StartsWith('-') -and $options[$command].ContainsKey($before) -and $null -ne $options[$command][$before]) {
    $options[$command][$before]
  } elseif ($wordToComplete.StartsWith('-')) {
    $options[$command].Keys | Sort-Object
  } elseif ($place -lt $places[$command].Count) {
    $places[$command][$place]
  }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

/** The values of each option; `$null` where it takes none. Keys differ in case (-v, -V), hence no `@{}`. */
function hashOf(options: readonly CompletedOption[]): string {
  const adds = options.flatMap(({ names, takesValue, words }) =>
    names.map((name) => `$t.Add('${name}', ${takesValue ? listOf(words) : '$null'})`),
  );
  return `(& { $t = [System.Collections.Hashtable]::new([System.StringComparer]::Ordinal); ${adds.join('; ')}; , $t })`;
}

function listOf(words: readonly string[]): string {
  return `@(${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')})`;
}

/** A list of lists. One list alone wants the comma, or the shell would take its words for the outer list. */
function nested(lists: readonly (readonly string[])[]): string {
  return `@(${lists.length === 1 ? ', ' : ''}${lists.map(listOf).join(', ')})`;
}
