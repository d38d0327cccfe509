"""Messages of the lower rooms in Chinese: rules, reasons, errors, notes and the help.

They are worded in English where they arise, because there they can be read beside what
they are about. Each pattern here is such a sentence, with a name in braces where it has
a fact. A fact may be a message in turn, as the reason within an error.
"""

import re
from functools import cache

from lineage.wording.guide import HELP

PATTERNS: dict[str, str] = {
    # Rules
    "in most occurrences it stands in quotation marks after a verb of saying, or is a title "
    "in 《》": "多数出处中，它位于“指出”一类动词之后的引号内，或是《》中的标题",
    "in most occurrences it begins within {n} words or Chinese characters of the document's "
    "start, or ends within as many of its end (a tenth of a short document), what resellers "
    "add not counted": "多数出处中，它在文档开头 {n} 个字词之内开始，或在结尾同样范围之内结束"
    "（短文档取十分之一），转卖者添加的内容不计",
    "at most {n} words or Chinese characters, in three documents or more, nearly always the "
    "same, and without figures": "至多 {n} 个字词，见于三篇或更多文档，文字几乎总是相同，且不含数字",
    "none of the rules for quotation, frame and slogan holds": "引文、套语、提法的规则均不符合",
    "years: 2024, 二〇二四, 今年": "年份：2024、二〇二四、今年",
    "figures and numerals with their units, and years among them: 6.5%, 二十, 3万亿元": "数字及其单位，"
    "包括其中的年份：6.5%、二十、3万亿元",
    "names of places, and of units such as offices, companies and associations": "地名，"
    "以及机关、企业、团体等单位名",
    "nothing but what circulated templates leave blank: XX, ×××, *, 某": "流传模板中的留空：XX、×××、*、某",
    "anything else": "其他",
    # Reading
    "it is a binary file, not text": "是二进制文件，不是文本",
    "the file is empty": "文件是空的",
    "its encoding cannot be found out; say which it is with --encoding": "无法判断编码；请用 --encoding 指明",
    "it is in an encoding of the family ISO-2022; say in which with --encoding, or convert it to "
    "UTF-8": "属于 ISO-2022 系列编码；请用 --encoding 指明，或转换为 UTF-8",
    "{name} is no text encoding that is known here": "{name} 不是已知的文本编码",
    "byte {byte} at offset {offset} is wrong in {encoding}; if that is not its encoding, say "
    "which it is with --encoding": "偏移 {offset} 处的字节 {byte} 不合 {encoding} 编码；"
    "若编码不对，请用 --encoding 指明",
    "it cannot be read as {encoding} ({error})": "无法按 {encoding} 读取（{error}）",
    "is not a regular file": "不是普通文件",
    "is no path": "不是路径",
    "is a folder": "是文件夹",
    "is a file": "是文件",
    "is a link that leads nowhere": "是失效的链接",
    "there is no such file or folder": "没有这个文件或文件夹",
    "permission denied": "没有权限",
    "reading {format} files is not part of this version yet": "本版本尚不能读取 {format} 文件",
    "front matter is read as metadata and is no part of the text": "文件头部信息读作元数据，不属于正文",
    "{n} row is about no document that was read: {others}": "{n} 行所指的文档没有读取：{others}",
    "{n} rows are about no document that was read: {others}": "{n} 行所指的文档没有读取：{others}",
    "{n} file was skipped, of no kind that is read: {others}": "{n} 个文件的类型不能读取，已跳过：{others}",
    "{n} files were skipped, of no kind that is read: {others}": "{n} 个文件的类型不能读取，已跳过：{others}",
    "holds no text": "没有文字",
    "the date {date} cannot be read and is left out": "日期 {date} 无法识别，未予采用",
    "holds no documents": "没有文档",
    "holds {n} documents": "其中有 {n} 篇文档",
    "{n} documents": "{n} 篇文档",
    "none of them can be read; the first is {name}: {reason}": "全都无法读取；第一篇是 {name}：{reason}",
    "has {n} documents": "有 {n} 篇文档",
    "two documents have this id": "有两篇文档使用这个标识",
    "has no column {column}": "没有列 {column}",
    "names no document": "没有写明文档",
    "{date} is no date": "{date} 不是日期",
    "{date} is no date such as 2023, 2023-01 or 2023-01-05": (
        "{date} 不是 2023、2023-01 或 2023-01-05 一类的日期"
    ),
    "is no CSV table ({error})": "不是 CSV 表格（{error}）",
    "has {n} cells where the first line has {m}": "有 {n} 格，而首行有 {m} 格",
    "{document} has a row already": "{document} 已有一行",
    "has no words in it": "其中没有文字",
    "{name} is left out: {reason}": "{name} 未读取：{reason}",
    "{name} after its first document is left out: {reason}": (
        "{name} 第一篇之后的内容未读取：{reason}"
    ),
    "{name} after its first {n} documents is left out: {reason}": (
        "{name} 前 {n} 篇之后的内容未读取：{reason}"
    ),
    "{name} after its first document": "{name} 第一篇之后的内容",
    "{name} after its first {n} documents": "{name} 前 {n} 篇之后的内容",
    "{name} is no document and was skipped": "{name} 不是文档，已跳过",
    # Formats and their limits
    "--limit {value}: write NAME=N, where NAME is one of {names}": (
        "--limit {value}：请写 NAME=N，NAME 为 {names} 之一"
    ),
    "{folder}: another run is writing into it; wait for it, or choose another folder": (
        "{folder}：另一次运行正在写入；请等它结束，或换一个文件夹"
    ),
    "name the one that is meant: {name}, for instance": "请指明是哪一篇，例如 {name}",
    "name a folder with .txt, .docx, .pdf or .html files": (
        "请指定含有 .txt、.docx、.pdf 或 .html 文件的文件夹"
    ),
    "has no document {name}": "没有文档 {name}",
    "byte {byte} at offset {offset} is wrong in {encoding}, the first of {n}; if that is "
    "not its encoding, say which it is with --encoding": (
        "偏移 {offset} 处的字节 {byte} 不合 {encoding} 编码，此类共 {n} 处；若编码不对，请用 "
        "--encoding 指明"
    ),
    "it is no Word document": "不是 Word 文档",
    "it is a page that lineage wrote, not a document": "是 lineage 写成的页面，不是文档",
    "it is a table that lineage wrote, not documents": "是 lineage 写成的表格，不是文档",
    "its text has more characters than may be read": "文字多于允许读取的字数",
    "its elements are nested too deeply": "元素嵌套过深",
    "reading it takes too long": "读取用时过长",
    "it is larger than files may be": "大于允许的文件大小",
    "it is protected with a password": "有密码保护",
    "it is no document of a word processor": "不是文字处理软件的文档",
    "what is in it is larger than allowed": "其中的内容大于允许的大小",
    "LibreOffice makes nothing of it{detail}": "LibreOffice 无法转换{detail}",
    "it declares a document type, which only files meant to harm do": (
        "它声明了文档类型，只有恶意文件才会这样做"
    ),
    "it is packed in a way that no word processor uses": "其压缩方式没有文字处理软件使用",
    "it is damaged ({error})": "文件已损坏（{error}）",
    "convert it to .docx or .txt": "请转换为 .docx 或 .txt",
    "it is damaged: it is no PDF that can be opened": "文件已损坏：不是可以打开的 PDF",
    "it has {n} pages": "有 {n} 页",
    "has no column 'text'; its first line names the columns": "没有 text 列；首行写列名",
    "is a table of dates, it seems; hand it over with --dates": "看来是日期表；请用 --dates 指定",
    "is no JSON object": "不是 JSON 对象",
    "has no field 'text' with a text in it": "没有含文字的 text 字段",
    "is no CSV table: {error}, near line {n}": "不是 CSV 表格：{error}，在第 {n} 行附近",
    "is nested too deeply": "嵌套过深",
    "is no JSON: {error} at column {n}": "不是 JSON：{error}，第 {n} 列",
    "is no JSON that can be read ({error})": "不是可读的 JSON（{error}）",
    "the reader of {suffix} cannot be loaded ({name}: {error})": (
        "{suffix} 的读取程序无法加载（{name}：{error}）"
    ),
    "the reader of {suffix} gives {kind}, no Extract": "{suffix} 的读取程序给出 {kind}，不是 Extract",
    "a reader opens no connections": "读取程序不得联网",
    "it holds more documents than may be read": "其中的文档多于允许读取的篇数",
    "a whole number, 1 to {most}": "整数，1 至 {most}",
    "the limit {name} is {n} (--limit {option}=N allows more)": (
        "限额 {name} 为 {n}（可用 --limit {option}=N 提高）"
    ),
    "there is no reader for {suffix} files": "没有读取 {suffix} 文件的程序",
    "reading it takes more memory than allowed": "读取所需的内存超过限额",
    "its reader crashed on it ({how}), perhaps for want of memory": (
        "读取程序崩溃（{how}），可能是内存不足"
    ),
    "its reader failed ({error})": "读取程序出错（{error}）",
    "it unpacks to more than allowed": "解压后超过限额",
    "a part of it unpacks to many times its size": "其中一部分解压后膨胀到许多倍",
    "it is damaged: none of its pages can be opened": "文件已损坏：没有一页可以打开",
    "it holds no text; if it is a scan, have its text recognised (OCR) first": (
        "其中没有文字；若是扫描件，请先识别文字（OCR）"
    ),
    "reading it takes LibreOffice: install it, so that soffice is on the PATH, or save the file "
    "as .docx": "读取它需要 LibreOffice：请安装，使 soffice 位于 PATH 中，或另存为 .docx",
    "LibreOffice takes too long to read it": "LibreOffice 读取用时过长",
    "bytes that are wrong in {encoding} are read as U+FFFD, at offset {n}": (
        "不合 {encoding} 编码的字节读作 U+FFFD，位于偏移 {n}"
    ),
    "bytes that are wrong in {encoding} are read as U+FFFD, at offsets {others}": (
        "不合 {encoding} 编码的字节读作 U+FFFD，位于偏移 {others}"
    ),
    "halves of characters are read as U+FFFD": "不完整的字符读作 U+FFFD",
    "pages that cannot be opened are missing: {others}": "缺少无法打开的页：{others}",
    "its fonts do not say what {n} of its {m} characters are": (
        "字体没有说明其 {m} 个字符中的 {n} 个是什么"
    ),
    "a document that is embedded in it is not read": "其中嵌入的文档没有读取",
    # What to do
    "name a folder with .txt or .md files": "请指定含有 .txt 或 .md 文件的文件夹",
    "name the one that is to be compared": "请指定要比较的一篇",
    "name a file or a folder": "请指定文件或文件夹",
    "name one file": "请指定一个文件",
    "give each its own": "请各用各的标识",
    "give the name of a file": "请给出文件名",
    "give the name of a folder": "请给出文件夹名",
    "give the wording to look for in quotes": "请用引号括起要找的文字",
    "make it first": "请先建立",
    "check the path": "请检查路径",
    "keep one of them": "请只保留一行",
    "remove the link": "请去掉这个链接",
    "convert it to .txt or .md": "请转换为 .txt 或 .md",
    "the dates are a CSV file": "日期应为 CSV 文件",
    "its first line names the columns: document,date[,title,speaker,place]": "首行写列名："
    "document,date[,title,speaker,place]",
    "write 2023, 2023-01 or 2023-01-05, or leave it empty": "请写 2023、2023-01 或 2023-01-05，或留空",
    "write utf-8, utf-16, gb18030 or big5, for instance": "例如 utf-8、utf-16、gb18030 或 big5",
    "put cells that hold a comma in double quotes": "含逗号的格请加双引号",
    "use svg, png, pdf, dot, graphml, gexf or json": "可用 svg、png、pdf、dot、graphml、gexf 或 json",
    # Settings
    "{name} is {value}; it must be {allowed}": "{name} 为 {value}；应为{allowed}",
    "{least} to {most} characters": "{least} 至 {most} 字",
    "the name of a folder, or None": "文件夹名，或 None",
    "a number of bits, 0 to {most}": "比特数，0 至 {most}",
    "above 0 and at most 1": "大于 0，至多为 1",
    "one of {names}": "{names} 之一",
    "0 (all) to {most}": "0（全部）至 {most}",
    # Writing and drawing
    "there is no folder {folder}": "没有文件夹 {folder}",
    "permission denied; choose a place you may write to": "没有权限；请换一个可写的位置",
    "the disk is read-only; choose another place": "磁盘只读；请换一个位置",
    "the disk is full": "磁盘已满",
    "the disk quota is used up": "磁盘配额已用完",
    "the name is too long; choose a shorter one": "名称过长；请换一个短的",
    "cannot be written: {reason}": "无法写入：{reason}",
    "a link leads out of the folder {folder}": "链接指向文件夹 {folder} 之外",
    "{name} is not a name of a file below the folder": "{name} 不是文件夹内的文件名",
    "{one} and {two} would be one file on some disks": "{one} 和 {two} 在某些磁盘上会成为同一个文件",
    "no such program": "没有这个程序",
    "run: pip install {package}": "请运行：pip install {package}",
    "install Graphviz, or leave the option out to use the one that comes with this package": "请安装 "
    "Graphviz，或去掉此选项以使用随附的程序",
    "{format} drawings need an extra part; run: pip install {package}": "{format} 图形需要附加组件；"
    "请运行：pip install {package}",
    "xlsx needs a package that is not installed; pip install {package}": "xlsx 需要尚未安装的组件；"
    "pip install {package}",
    "no drawing: {reason}": "未能画出：{reason}",
    "no drawing after {n} s": "{n} 秒后仍未画出",
    "cannot be run: {reason}": "无法运行：{reason}",
    "no picture: {reason}": "未能生成图片：{reason}",
    "no page: {reason}": "未能生成页面：{reason}",
    "the drawing fills more than one": "图形超过一页",
    "the graph is no valid text: {reason}": "图形不是有效的文本：{reason}",
    "standard output": "标准输出",
    "it is empty": "为空",
    "standard output is closed; name a file with -o": "标准输出已关闭；请用 -o 指定文件",
    "no format of the graph": "不是关系图的格式",
    "not part of this version yet": "本版本尚不支持",
    "engine {name}": "引擎 {name}",
    "use --engine duckdb": "请用 --engine duckdb",
    "it failed: {reason}": "运行失败：{reason}",
    "there is no such engine": "没有这个引擎",
    "{package} is not installed": "未安装 {package}",
    "there is no Java here": "这里没有 Java",
    "install Java 17 (such as openjdk-17-jre-headless), or name its folder in JAVA_HOME": "请安装 Java 17"
    "（例如 openjdk-17-jre-headless），或在 JAVA_HOME 中写明其文件夹",
    "install Java 17 (such as openjdk-17-jre-headless), or name its folder in JAVA_HOME, or check "
    "the master": "请安装 Java 17（例如 openjdk-17-jre-headless），或在 JAVA_HOME 中写明其文件夹，或检查 master",
    "{remedy}, or check the master": "{remedy}，或检查 master",
    "it does not start on {master}: {reason}": "无法在 {master} 上启动：{reason}",
    "a session on {master} is running already": "已有一个会话在 {master} 上运行",
    "end it first, or leave the master {other} out": "请先结束它，或去掉 master {other}",
    "local[*] or the address of a cluster": "local[*] 或集群地址",
    "holds neither .parquet alone nor .txt alone": "其中既不全是 .parquet，也不全是 .txt",
    "convert them first": "请先转换",
    "id and text are needed": "需要 id 和 text",
    "documents stand here one by one": "这里的文档逐篇存放",
    "holds the stages of a run with another {name} ({there}, now {here})": (
        "其中的各阶段出自 {name} 不同的一次运行（{there}，现为 {here}）"
    ),
    "name another folder, or remove this one": "请另指定文件夹，或删除此文件夹",
    "name another folder": "请另指定文件夹",
    "lies in the folder of the documents": "位于文档所在的文件夹内",
    "is there, and no run has made it": "已存在，且不是任何一次运行所建",
    "does not say what a run has made": "没有写明由哪次运行所建",
    "some tables below {source} lie in folders that are values, such as date=2024, and this one "
    "does not lie in the same": "{source} 下有的表位于 date=2024 一类以值命名的文件夹中，而此表不在同类文件夹中",
    "put all into such folders, or none": "请全部放入此类文件夹，或全都不放",
    "holds what is not UTF-8": "其中有不是 UTF-8 的内容",
    "Java takes names for {encoding} here, and this one is not in it": (
        "Java 在此按 {encoding} 读取文件名，而此名不合该编码"
    ),
    "rename it, or set LC_ALL=C.UTF-8 where Spark is started": (
        "请改名，或在启动 Spark 处设置 LC_ALL=C.UTF-8"
    ),
    "another run writes there ({run})": "另一次运行正在写入（{run}）",
    "wait until it has ended, or name another folder": "请等它结束，或另指定文件夹",
    "another run has taken it over, since this one stood still": "本次运行曾停滞，已由另一次运行接手",
    "wait until that one has ended, and start this one again": "请等那次运行结束，再重新开始",
    "cannot be written to: {reason}": "无法写入：{reason}",
    "1 token or more": "1 个字词或更多",
    "is empty": "是空的",
    "has no id": "没有标识",
    "mend it, or take it out": "请修复，或移出",
    "its column {name} is {kind}": "其中的列 {name} 是 {kind}",
    "make it a string": "请改为字符串",
    "the report would have {size} MB as one file, more than the {limit} MB that a mail takes": "整份"
    "报告合为一个文件有 {size} MB，超过邮件所能承受的 {limit} MB",
    "write it as a folder, or fewer documents at once": "请写成文件夹，或减少文档",
    # The command
    "warning: {message}": "警告：{message}",
    "stopped, and nothing is half-written; {reason}": "已停止，没有留下写了一半的文件；{reason}",
    "the same command starts again from the beginning": "再次运行同一命令会从头开始",
    "there is not enough memory; read fewer documents at once": "内存不足；请减少一次读取的文档",
    "{message}; see {command} --help": "{message}；参见 {command} --help",
    "--master is for --engine spark alone": "--master 仅用于 --engine spark",
    # The store
    "a report is a folder": "报告是文件夹",
    "name one with -o, or add --single-file": "请用 -o 指定，或加上 --single-file",
    "name documents or a store, not both": "请指定文档或库，不能两者都指定",
    "{option} says how documents are read; with a store, state it to lineage add": (
        "{option} 说明如何读取文档；使用库时，请在 lineage add 时指定"
    ),
    "a store keeps all documents": "库保留所有文档",
    "leave --editions out": "请去掉 --editions",
    "only the engine {name} works on a store": "库只能由引擎 {name} 处理",
    "leave --engine out": "请去掉 --engine",
    "there is no such store": "没有这个库",
    "make it with lineage add": "请用 lineage add 建立",
    "delete it and make it anew with lineage add": "请删除后用 lineage add 重新建立",
    "a store cannot have {sign} in its path": "库的路径中不能有 {sign}",
    "a store cannot have a name that is not UTF-8": "库的名称必须是 UTF-8",
    "choose another name or folder": "请换一个名称或文件夹",
    "choose a store that you may read": "请换一个可读的库",
    "name the file of a store": "请指定库文件",
    "is no store": "不是库",
    "is no store of lineage": "不是 lineage 的库",
    "name one that lineage add made": "请指定由 lineage add 建立的库",
    "is damaged ({error})": "已损坏（{error}）",
    "the database failed: {reason}": "数据库出错：{reason}",
    "was made by lineage {version}, whose stores are another format": (
        "由 lineage {version} 建立，库的格式不同"
    ),
    "was made by lineage {version}, which finds other families": (
        "由 lineage {version} 建立，其家族划分不同"
    ),
    "bring it up to date with lineage rebuild --store {path}": (
        "请用 lineage rebuild --store {path} 更新"
    ),
    "was changed meanwhile": "其间有改动",
    "run the command again": "请重新运行命令",
    "was made with dates": "建立时使用了日期",
    "was made without dates": "建立时没有使用日期",
    "leave the option out, or make another store": "请去掉该选项，或另建一个库",
    "was made with {name} {value}": "建立时 {name} 为 {value}",
    "leave the option out, or make another store for {value}": (
        "请去掉该选项，或为 {value} 另建一个库"
    ),
    "another process has it open": "另一个进程正在使用",
    "wait for it to end": "请等它结束",
    "choose a place you may write to": "请换一个可写的位置",
    "choose another place": "请换一个位置",
    "the disk is read-only": "磁盘只读",
    "its columns of tokens differ in length": "各列长度不一",
    "a place lies outside its document": "有位置在其文档之外",
    "a number is missing or below zero": "有数缺失或小于零",
    "its borders are of no known strength": "分界的强度未知",
    "its sentences do not stand in order": "句子的次序有误",
    "a stream holds what is no token": "词元流中有不是词元的内容",
    "its facts are those of another document": "所记事项属于另一篇文档",
    "a token has no surprisal": "有词元没有信息量",
    "its columns of sentences differ in length": "句子各列长度不一",
    "a slot lies outside its wording": "有空位在其表述之外",
    "two documents have one {kind}": "两篇文档的 {kind} 相同",
    "a part of a document is missing": "文档缺少一部分",
    "a word occurs less than once": "有词出现不到一次",
    "a word of its documents is missing": "缺少文档中的词",
    "a document is not there": "有文档不在其中",
    "a number is too high": "有编号过大",
    "a family has no places": "有家族没有位置",
    "a family has no occurrence": "有家族没有出现处",
    "a value is missing, or of another kind": "有值缺失或种类不对",
    "{value} is nothing that is known": "{value} 不是已知的值",
    "{value} is no number that can be": "{value} 不是可能的数",
    "{name} is no number": "{name} 不是数",
    "there cannot be {value}": "不可能有 {value}",
    "its spans do not stand in order within its text": "各段在文本中的次序有误",
    "a ratio is missing, or not within 0 and 1": "有比值缺失，或不在 0 与 1 之间",
    "what a family names is not there": "家族所指的内容不存在",
    "its variants are others than those that documents have": "异文与各文档所有的不符",
    "its lists are of another length": "列表长度不符",
    "a list is empty": "有列表为空",
    "all is as it was before, make room and run the command again": (
        "一切保持原样，请腾出空间后重新运行命令"
    ),
    "what it held before is still there": "原有内容仍在",
    "there is not enough memory or disk for this batch": "内存或磁盘不足以处理这一批",
    "no document in {store} has this id": "{store} 中没有这个标识的文档",
    "lineage top --format json lists them": "lineage top --format json 列出各篇",
    "more than half of the store came since it was computed from the start; lineage rebuild "
    "--store {store} weighs all words anew": (
        "库中一半以上的内容是上次从头计算之后加入的；lineage rebuild --store {store} 可重新计算"
    ),
    "storing {share}": "写入库 {share}",
    "--dates and --no-dates exclude each other": "--dates 和 --no-dates 不能同时使用",
    "{chosen} cannot be shown on a terminal; name a file with -o": (
        "{chosen} 无法在终端显示；请用 -o 指定文件"
    ),
    "{output}: the suffix tells no format; use one of {known}, or --format": "{output}：后缀不能说明格式；"
    "请用 {known} 之一，或用 --format",
    "1 cell of the workbook ends in …, for its text is longer than a cell may be": (
        "工作簿中 1 个单元格以“…”结尾，因为文字长于单元格所能容纳"
    ),
    "{n} cells of the workbook end in …, for their texts are longer than a cell may be": (
        "工作簿中 {n} 个单元格以“…”结尾，因为文字长于单元格所能容纳"
    ),
    "csv and json have it whole": "csv 和 json 中是全文",
    "csv and json have them whole": "csv 和 json 中是全文",
    "{n} of {m} are listed; --all lists the rest": "列出 {m} 项中的 {n} 项；--all 列出其余",
    "1 document has nearly the same text as another: --editions merge counts each text once": (
        "1 篇文档与另一篇文字大致相同：--editions merge 每篇文字只计一次"
    ),
    "{n} documents have nearly the same text as others: --editions merge counts each text once": (
        "{n} 篇文档与另一篇文字大致相同：--editions merge 每篇文字只计一次"
    ),
    "{name} is counted once; its other editions are {others}": (
        "{name} 只计一次；其他版本为 {others}"
    ),
    "no family has the id {id}; options that change families change ids too": "没有标识为 {id} 的家族；"
    "改变家族的选项也会改变标识",
    "whole sentences only; --unit passage lists what is shared within sentences too: {n} in all": "只列"
    "整句；--unit passage 也列出句内的共同文字，共 {n} 项",
    "not found in any document, so no {format} is written": "任何文档中都没有找到，因此没有写出 {format}",
    "this should not happen ({error}); --verbose shows where it did": "不应出现的错误（{error}）；"
    "--verbose 可显示出处",
    "Missing argument '{name}'": "缺少参数 {name}",
    "Missing command": "缺少命令",
    "No such option {name}. {others}": "没有选项 {name}。{others}",
    "(Did you mean one of: {others})": "（是否指：{others}）",
    "Did you mean {name}?": "是否指 {name}？",
    "No such option {name}": "没有选项 {name}",
    "No such option: {name}": "没有选项 {name}",
    "No such option: {name} Did you mean {other}?": "没有选项 {name}，是否指 {other}？",
    "No such option: {name} (Possible options: {others})": "没有选项 {name}（可能是：{others}）",
    "No such command {name}": "没有命令 {name}",
    "Got unexpected extra argument ({name})": "多余的参数（{name}）",
    "Got unexpected extra arguments ({name})": "多余的参数（{name}）",
    "Option {name} requires an argument": "选项 {name} 需要一个值",
    "Invalid value for {name}: {reason}": "{name} 的值无效：{reason}",
    "{value} is not one of {names}": "{value} 不是 {names} 之一",
    "{value} is not a valid integer": "{value} 不是整数",
    "{value} is not a valid float": "{value} 不是数",
    "{value} is not a valid integer range": "{value} 不是整数",
    "{value} is not in the range {range}": "{value} 不在 {range} 之内",
    "the compiled part of lineage cannot be used ({error}); run pip install -e . in the copy of the "
    "repository, or install lineage again with pip": "lineage 的编译部分无法使用（{error}）；请在仓库副本中"
    "运行 pip install -e .，或用 pip 重新安装 lineage",
    "jieba: its dictionary cannot be found; install jieba again": "jieba：找不到词典；请重新安装 jieba",
    "--memory {size}: write a size such as 2GB or 800MB": "--memory {size}：请写 2GB 或 800MB 一类的大小",
    "--memory {size}: {least} is the least that suffices": "--memory {size}：至少需要 {least}",
    "is no folder that can be written to": "不是可写的文件夹",
    "name another with --temp": "请用 --temp 另指一个",
    "{folder}: no temporary folder can be made there ({error}); name another with --temp": (
        "{folder}：无法在此建立临时文件夹（{error}）；请用 --temp 另指一个"
    ),
    "duckdb cannot write what does not fit into memory to {folder}; name another folder with "
    "--temp": "duckdb 无法把内存放不下的内容写入 {folder}；请用 --temp 另指一个文件夹",
    "the system ended a process that shared the work, most likely for want of memory": "系统终止了一个"
    "分担工作的进程，很可能是内存不足",
    "use fewer --threads, or read fewer documents at once": "请减少 --threads，或减少一次读取的文档",
    "duckdb needs more memory than it may take; allow more with --memory, or use fewer "
    "--threads": "duckdb 需要的内存超过所许；请放宽 --memory，或减少 --threads",
    "--memory {size}: {most} is the most there can be": "--memory {size}：至多 {most}",
    "0 (all) or a number of megabytes, {least} to {most}": "0（全部）或兆字节数，{least} 至 {most}",
    # Progress
    "reading": "读取",
    "words": "分词",
    "seeding": "找种子",
    "extending": "延伸段落",
    "families": "归并家族",
    "descent": "追溯来源",
    "relations": "计算关系",
    "drawing": "绘图",
    "pages": "写页面",
    "done": "完成",
}

_ALL = PATTERNS | HELP
# Facts that are sentences; any other ends where the next part of a message begins.
_LONG = ("message", "reason", "error", "others", "command")
_SLOT = re.compile(r"\{(\w+)\}")


def translated(text: str) -> str:
    """Return a message in Chinese, as far as its pattern is known; else as it is."""
    whole = _known(text)
    if whole is not None:
        return whole
    # An error names what it is about, what is wrong, and what to do. What is wrong may be two
    # sentences of its own.
    head, found, tail = text.partition(": ")
    if found and (reason := _known(tail)) is not None:
        return f"{translated(head)}：{reason}"
    for mark, shown in (("; ", "；"), (": ", "：")):
        head, found, tail = text.rpartition(mark) if mark == "; " else text.partition(mark)
        if found:
            parts = translated(head), translated(tail)
            if parts != (head, tail):
                return shown.join(parts)
    return text


def _known(text: str) -> str | None:
    # As they stand; braces of an example are no facts.
    if text in _ALL:
        return _ALL[text]
    for pattern, chinese in _compiled():
        found = pattern.fullmatch(text)
        if found:
            return chinese.format(
                **{name: translated(value) for name, value in found.groupdict().items()}
            )
    return None


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns with facts, those with most words of their own first."""
    ordered = sorted(
        (english for english in _ALL if _SLOT.search(english)),
        key=lambda english: (-len(_SLOT.sub("", english)), english),
    )
    return tuple((_pattern(english), _ALL[english]) for english in ordered)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _SLOT.split(english)
    literal = [re.escape(part) for part in parts[::2]]
    slots = [
        f"(?P<{name}>.+?)" if name in _LONG else f"(?P<{name}>(?:(?!: |; ).)+?)"
        for name in parts[1::2]
    ]
    joined = literal[0] + "".join(a + b for a, b in zip(slots, literal[1:], strict=True))
    return re.compile(joined, re.DOTALL)
