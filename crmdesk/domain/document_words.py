"""The words on documents in the language of the customer, whatever language the program speaks."""

from dataclasses import dataclass

_ALL = {
    "en": (
        "Quote|Order|Delivery note|Invoice|Credit note|Number|Date|Valid until|Due|Delivered|Your reference|Version"
        "|Your tax number|No.|Description|Quantity|Price|Discount|Tax|Amount|optional|Subtotal|Net|Total|including"
        "|Shipping|Deposit|Left to pay|Rounding|Carried over|Brought forward"
        "|Reverse charge: the recipient owes the tax.|Page {page} of {pages}|Place, date|Signature"
        "|Pay with a banking app|{name} {percent} on {base}|withheld|Draft"
    ),
    "de": (
        "Angebot|Auftragsbestätigung|Lieferschein|Rechnung|Gutschrift|Nummer|Datum|Gültig bis|Fällig am|Geliefert am"
        "|Ihr Zeichen|Fassung|Ihre USt-IdNr.|Pos.|Bezeichnung|Menge|Preis|Rabatt|Steuer|Betrag|optional|Zwischensumme"
        "|Netto|Gesamt|darin|Versand|Anzahlung|Restbetrag|Rundung|Übertrag|Übertrag"
        "|Steuerschuldnerschaft des Leistungsempfängers.|Seite {page} von {pages}|Ort, Datum|Unterschrift"
        "|Mit der Banking-App zahlen|{name} {percent} auf {base}|einbehalten|Entwurf"
    ),
    "fr": (
        "Devis|Commande|Bon de livraison|Facture|Avoir|Numéro|Date|Valable jusqu’au|Échéance|Livré le|Votre référence"
        "|Version|Votre n° de TVA|N°|Désignation|Quantité|Prix|Remise|Taxe|Montant|en option|Sous-total|Total HT|Total"
        "|dont|Livraison|Acompte|Reste à payer|Arrondi|À reporter|Report|Autoliquidation de la TVA par le preneur."
        "|Page {page} sur {pages}|Lieu, date|Signature|Payer avec une application bancaire|{name} {percent} sur {base}"
        "|retenue|Brouillon"
    ),
    "es": (
        "Presupuesto|Pedido|Albarán|Factura|Factura rectificativa|Número|Fecha|Válido hasta|Vence el|Entregado el"
        "|Su referencia|Versión|Su NIF|N.º|Descripción|Cantidad|Precio|Descuento|Impuesto|Importe|opcional|Subtotal"
        "|Base imponible|Total|incluye|Envío|Anticipo|Queda por pagar|Redondeo|Suma y sigue|Suma anterior"
        "|Inversión del sujeto pasivo.|Página {page} de {pages}|Lugar y fecha|Firma|Pagar con la app del banco"
        "|{name} {percent} sobre {base}|retención|Borrador"
    ),
    "pt": (
        "Orçamento|Pedido|Nota de entrega|Fatura|Nota de crédito|Número|Data|Válido até|Vencimento|Entregue em"
        "|Sua referência|Versão|Seu CNPJ/CPF|N.º|Descrição|Quantidade|Preço|Desconto|Imposto|Valor|opcional|Subtotal"
        "|Valor sem impostos|Total|inclui|Frete|Entrada|Restante a pagar|Arredondamento|A transportar|Transporte"
        "|Imposto devido pelo destinatário.|Página {page} de {pages}|Local e data|Assinatura|Pagar com o app do banco"
        "|{name} {percent} sobre {base}|retido|Rascunho"
    ),
    "it": (
        "Preventivo|Ordine|Documento di trasporto|Fattura|Nota di credito|Numero|Data|Valido fino al|Scadenza"
        "|Consegnato il|Vostro riferimento|Versione|Vostra partita IVA|N.|Descrizione|Quantità|Prezzo|Sconto|Imposta"
        "|Importo|opzionale|Subtotale|Imponibile|Totale|di cui|Spedizione|Acconto|Saldo|Arrotondamento|Da riportare"
        "|Riporto|Inversione contabile: imposta a carico del destinatario.|Pagina {page} di {pages}|Luogo e data|Firma"
        "|Paga con l’app della banca|{name} {percent} su {base}|ritenuta|Bozza"
    ),
    "nl": (
        "Offerte|Orderbevestiging|Pakbon|Factuur|Creditnota|Nummer|Datum|Geldig tot|Vervaldatum|Geleverd op"
        "|Uw referentie|Versie|Uw btw-nummer|Nr.|Omschrijving|Aantal|Prijs|Korting|Btw|Bedrag|optioneel|Subtotaal|Netto"
        "|Totaal|waarvan|Verzending|Aanbetaling|Nog te betalen|Afronding|Transporteren|Transport|Btw verlegd."
        "|Pagina {page} van {pages}|Plaats, datum|Handtekening|Betaal met een bank-app|{name} {percent} over {base}"
        "|ingehouden|Concept"
    ),
    "ru": (
        "Коммерческое предложение|Заказ|Накладная|Счёт|Кредит-нота|Номер|Дата|Действительно до|Оплатить до|Доставлено"
        "|Ваш номер|Версия|Ваш ИНН|№|Наименование|Количество|Цена|Скидка|Налог|Сумма|по желанию|Промежуточный итог"
        "|Без налога|Итого|в том числе|Доставка|Предоплата|Осталось оплатить|Округление|Переносится|Перенесено"
        "|Налог уплачивает получатель.|Страница {page} из {pages}|Место, дата|Подпись|Оплатить в приложении банка"
        "|{name} {percent} с {base}|удержано|Черновик"
    ),
    "tr": (
        "Teklif|Sipariş|İrsaliye|Fatura|İade faturası|Numara|Tarih|Geçerlilik|Son ödeme|Teslim|Referansınız|Sürüm"
        "|Vergi numaranız|No|Açıklama|Miktar|Fiyat|İskonto|Vergi|Tutar|isteğe bağlı|Ara toplam|Vergi hariç|Toplam"
        "|dahil|Kargo|Ön ödeme|Kalan tutar|Yuvarlama|Devreden|Devir|Vergi alıcı tarafından beyan edilir."
        "|Sayfa {page} / {pages}|Yer, tarih|İmza|Banka uygulamasıyla öde"
        "|{name} {percent}, matrah {base}|tevkifat|Taslak"
    ),
}


@dataclass(frozen=True, slots=True)
class DocumentWords:
    quote: str
    order: str
    delivery: str
    invoice: str
    credit: str
    number: str
    date: str
    valid_until: str
    due_on: str
    delivered_on: str
    reference: str
    version: str
    customer_tax: str
    position: str
    description: str
    quantity: str
    price: str
    discount: str
    tax: str
    amount: str
    optional: str
    subtotal: str
    net: str
    total: str
    including: str
    shipping: str
    deposit: str
    due: str
    rounding: str
    carried: str
    brought: str
    reverse: str
    page: str
    signature_place: str
    signature: str
    pay: str
    tax_on: str
    withheld: str
    draft: str


def words(language: str) -> DocumentWords:
    """Of a language such as `pt-BR`; English where it is not known."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return DocumentWords(*_ALL.get(base, _ALL["en"]).split("|"))


LANGUAGES = tuple(_ALL)

_SWISS = {
    "en": (
        "Payment part|Receipt|Account / Payable to|Additional information|Payable by (name/address)|Currency|Amount"
        "|Acceptance point"
    ),
    "de": (
        "Zahlteil|Empfangsschein|Konto / Zahlbar an|Zusätzliche Informationen|Zahlbar durch (Name/Adresse)|Währung"
        "|Betrag|Annahmestelle"
    ),
    "fr": (
        "Section paiement|Récépissé|Compte / Payable à|Informations supplémentaires|Payable par (nom/adresse)|Monnaie"
        "|Montant|Point de dépôt"
    ),
    "it": (
        "Sezione pagamento|Ricevuta|Conto / Pagabile a|Informazioni supplementari|Pagabile da (nome/indirizzo)|Valuta"
        "|Importo|Punto di accettazione"
    ),
}
"""As the Swiss standard has them, in its four languages."""


def swiss_words(language: str) -> tuple[str, ...]:
    base = language.replace("_", "-").partition("-")[0].lower()
    return tuple(_SWISS.get(base, _SWISS["en"]).split("|"))
