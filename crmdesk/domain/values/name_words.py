"""The words around a person's name: titles, suffixes, particles and the family names that stand first."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("""
    mr mrs ms miss mx mister master missus madam madame messrs dr doctor prof professor rev reverend revd fr
    father sir dame lady lord hon honorable honourable rt right the-hon capt captain cpt maj col colonel gen
    general lt lieutenant sgt sergeant cpl corporal pvt private cdr commander adm admiral commodore cmdr brig
    brigadier maj-gen lt-col pfc ssgt msgt officer constable inspector detective judge justice magistrate
    mag-judge magistrate-judge president vice-president pres senator sen rep representative congressman
    congresswoman governor gov lt-gov mayor councillor councilor cllr secretary minister ambassador amb
    chancellor speaker chairman chairwoman chair cardinal archbishop bishop pastor deacon rabbi imam sheikh
    shaikh pope brother sister sr. hermano mother abbot king queen prince princess emperor empress count
    countess baron baroness viscount viscountess marquis marquess duchess coach engr eng ing arch atty attorney
    adv advocate cantor chaplain chief director district federal us u.s. assistant associate deputy herr frau
    fräulein hr fr. dipl.-ing dipl.-kfm dipl mag dr.med med habil univ.-prof freiherr graf gräfin monsieur m.
    mme mlle mgr maître me. signor signora signorina sig sig.ra sig.na dott dott.ssa dottor dottoressa avv ing.
    geom rag sr sra srta señor señora señorita don doña dña lic licda ingeniero arq abogado dra prof. profa
    profª exmo exma dom dona senhor senhora dhr mevr mw mevrouw meneer drs ir mr. jhr meester pan pani mgr. inż
    doc bc judr mudr phdr rndr pan. pana bay bayan av av. doç yrd sayın г-н г-жа господин госпожа д-р проф проф.
    доктор гр пан пані κ κα κος δρ shri smt sri kumari
""")
"""Without their full stop, lower case."""

NAMED_BY_GIVEN = _words("""
    sir dame king queen prince princess emperor empress pope brother sister father mother aunt uncle saint don
    doña dom dona
""")
"""Titles that stand before a first name: Sir Isaac, but Mr Newton."""

SUFFIXES = _words("""
    jr sr jnr snr ii iii iv vi vii viii 2nd 3rd 4th esq esquire phd ph.d md dds dmd dvm jd llb llm llp mba msc
    bsc bs bba ms.c m.sc mph mpa edd psyd pharmd dphil cpa cfa cfp clu chfc lutc fca aca acca fcca aia csi leed
    pe rn lpn np crna pmp ret usn usmc usaf usa obe mbe cbe kbe dbe qc kc sc mp mep msp frs frcs frcp frsc mrcs
    mrcp mbbs mb chb dsc dlitt ra cissp cpc csm sphr phr shrm-cp shrm-scp gri realtor attorney msw lcsw lmft
    lmhc lpc cae cic cpcu arm aic faia fasla asla ncarb rla bcc bce d.o m.d j.d m.b.a b.sc m.a b.a b.s m.s filho
    neto júnior jún sobrinho segundo père fils aîné fh m.sc.ed msc.ed hab bey hanım efendi мл ст
""")
"""Never a name of their own; without their full stop, lower case."""

WEAK_SUFFIXES = _words("junior senior i v x ma do ba be pa dc ed ms mb sj op osb od dd lp ca ceng")
"""Also names or initials: suffixes only after two others."""

PARTICLES = _words("""
    van von vom zu zum zur af av auf der den het ter ten te 't t' in't van't de del della dello degli dei dal
    dalla da di du des dos das do la le las los lo el al ibn bin bint binti ben bat abu abd ould ap ab ó o ua ní
    nic mc mac fitz st st. saint ste san santa santo santi vander vonder op
""")

CAREFUL_PARTICLES = _words("ben bat do das al el in te ap ab op o san santo abu abd la le lo los las santi saint")
"""Also names: particles only where written in lower case among capitalised words."""

CONJUNCTIONS = _words("y i e")
"""Between two family names: Ortega y Gasset, Costa e Silva."""

COUPLE_WORDS = _words("& and und et og och en")

TITLE_JOINTS = _words("of and the & for von")

EAST_ASIAN_FAMILIES = _words("""
    歐陽 欧阳 司馬 司马 諸葛 诸葛 上官 夏侯 皇甫 尉遲 尉迟 公孫 公孙 慕容 司徒 令狐 東方 东方 南宮 南宫 獨孤
    独孤 宇文 長孫 长孙 鍾離 端木 申屠 軒轅 남궁 황보 제갈 사공 선우 서문 독고 동방 망절 佐藤 鈴木 高橋 田中
    伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 斉藤 齋藤 清水 山崎 池田
    橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井
    金子 岡本 藤原 三浦 中野 中川 原田 松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田 柴田 酒井 宮崎 横山
    高木 安藤 宮本 大野 小島 谷口 工藤 今井 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口
    武田 松井 千葉 菅原 岩崎 久保 木下 佐野 野村 松尾 市川 菊地 菊池 杉本 古川 大西 島田 水野 桜井 高野 吉川
    山内 西田 飯田 西川 小松 北村 安田 五十嵐 川口 平田 関 中田 久保田 服部 東 岩田 土屋 川崎 福島 本田 辻 樋口
    秋山 田口 永井 山中 中西 吉村 川上 石原 大橋 松岡 馬場 浜田 森本 星野 矢野 浅野 松下 大久保 吉岡 小池 野田
    荒木 熊谷 松浦 内藤 黒田 尾崎 川村 永田 望月 松村 荒井 堀 小田 平井 菅野 栗原 佐久間 名無し
""")

VIETNAMESE_FAMILIES = _words("""
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý trịnh đinh đoàn lương mai tô trương
""")

HUNGARIAN_GIVEN = _words("""
    jános istván lászló józsef zoltán sándor ferenc gábor attila péter tamás zsolt tibor andrás csaba imre lajos
    györgy balázs gyula mihály károly róbert béla dániel ádám krisztián miklós norbert dávid bence máté szabolcs
    levente árpád ernő dezső ákos gergő gergely márton mária erzsébet katalin ilona éva zsuzsanna margit judit
    ágnes julianna erika andrea ildikó krisztina mónika edit gabriella szilvia piroska zsófia györgyi beáta
    tünde ibolya gizella klára enikő noémi réka dóra eszter anikó magdolna borbála orsolya kinga boglárka
""")

SHORT_TITLES = _words("don med art mag pan av doc dom eng ing chair fr me")
"""Also first names: titles at the beginning only with their full stop."""

COMPANY_FORMS = _words("""
    inc incorporated corp corporation co company ltd limited llc llp lp plc pte pty gmbh ag kg ohg gbr ug mbh ev
    ekg sa sas sarl srl spa snc scs nv bv vof cv ab oy oyj as asa aps oü uab sia kft zrt nyrt bt doo d.o.o a.d
    sro s.r.o a.s spol sp.zo.o ltda eireli me epp s.a s.l sl slu s.l.u s.r.l s.p.a s.a.s s.a.r.l b.v n.v k.k kk
    şti a.ş aş ооо оао зао пао ао ип тов пп чп church cathedral university college school hospital clinic bank
    group holdings holding associates partners partnership enterprises industries services service solutions
    consulting foundation institute association society committee council department ministry agency restaurant
    hotel pharmacy insurance market consultants contractors properties apartments gallery club productions
    technologies systems networks engineering investments union federation local coalition district brokerage
    parsonage verein stiftung universität schule bäckerei apotheke krankenhaus université école hôpital mairie
    universidad escuela clínica farmácia escola prefeitura bros brothers sons photography consortium deli bakery
    plaza exterminators packers paving subsidiaries taxpayers township lodge logistics software electronics motors
    plumbing roofing catering transport imports exports fotografia padaria oficina construtora comércio imobiliária
""")
"""Legal forms and words that only organisations bear; without their full stop."""
